package dev.margay.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command line says to a person who made a mistake: a line for each, and status 2. */
class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path site;

  @BeforeEach
  void writeSite() throws IOException {
    site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("index.html"), "home");
  }

  private int run(String... arguments) {
    CommandLine line = Commands.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  /** On free ports, so that whatever is not refused does not disturb anybody. */
  private int serve(String... more) {
    List<String> arguments = new ArrayList<>(List.of("serve", site.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private void assertSaid(String... parts) {
    assertThat(err.toString().lines().toList())
        .hasSize(parts.length)
        .allSatisfy(
            line -> assertThat(line).startsWith("margay: ").doesNotContain("Exception", "\tat "));
    List<String> lines = err.toString().lines().toList();
    for (int i = 0; i < parts.length; i++) {
      assertThat(lines.get(i)).contains(parts[i]);
    }
  }

  @Test
  void withoutArgumentsItShowsItsCommands() {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("Usage: margay", "serve", "check", "warm", "cache");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check", "warm", "cache"})
  void helpShowsEachFlagWithItsVariable(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: margay " + command);
    if (!command.equals("cache")) {
      assertThat(out.toString()).contains("--config=FILE", "MARGAY_CONFIG");
    }
  }

  @Test
  void versionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines().toList()).hasSize(1);
    assertThat(out.toString()).startsWith("margay ");
  }

  @Test
  void unknownFlagsAndCommandsNameTheNearest() {
    assertThat(run("--nope")).isEqualTo(2);
    assertThat(run("serv")).isEqualTo(2);
    assertThat(run("serve", "--max-agee=3")).isEqualTo(2);
    assertThat(run("cache", "lss")).isEqualTo(2);
    assertThat(run("cache")).isEqualTo(2);
    assertSaid("'--nope'", "serve?", "--max-age?", "ls?", "ls, stats, verify or sweep");
  }

  @Test
  void siteMustBeAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(run("serve", "--cleartext", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(run("serve", "--cleartext", file.toString())).isEqualTo(2);
    assertThat(run("serve", "--cleartext", "")).isEqualTo(2);
    assertThat(run("warm", file.toString())).isEqualTo(2);
    assertSaid("no such folder", "a file, not a folder", "path is empty", "a file, not a folder");
  }

  @Test
  void serveWantsACertificateOrCleartext() {
    assertThat(serve()).isEqualTo(2);
    assertThat(serve("--tls-cert=a.pem")).isEqualTo(2);
    assertThat(serve("--cleartext", "--tls-cert=a.pem", "--tls-key=b.pem")).isEqualTo(2);
    assertSaid("--tls-cert and --tls-key, or --cleartext", "without --tls-key", "exclude");
  }

  @Test
  void certificateThatIsNoneIsNamed() throws IOException {
    String none = folder.resolve("none.pem").toString();
    String text = Files.writeString(folder.resolve("text.pem"), "hello").toString();
    assertThat(serve("--tls-cert=" + none, "--tls-key=" + none + "2")).isEqualTo(2);
    assertThat(serve("--tls-cert=" + text, "--tls-key=" + text)).isEqualTo(2);
    assertThat(err.toString()).contains("none.pem: ", "none.pem2: ", "text.pem: ");
    assertThat(err.toString().lines()).allMatch(line -> line.startsWith("margay: " + folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--listen=8080x | HOST:PORT",
        "--listen=127.0.0.1:65536 | 65535",
        "--listen=1.2.3.4.5:80 | host name",
        "--admin=foo | HOST:PORT",
        "--admin=:x | HOST:PORT",
        "--max-age=-1 | seconds",
        "--max-age=1d | seconds",
        "--max-age=99999999999999999999 | seconds",
        "--encode-wait=soon | duration",
        "--access-log-format=xml | json or common",
        "--trusted-proxies=1.2.3 | CIDR",
        "--trusted-proxies=10.0.0.0/33 | CIDR",
        "--scratch-dir-name=a/b | name of a folder",
        "--scratch-dir-name=.. | name of a folder",
        "--config= | path is empty",
        "--working-dir= | path is empty",
        "--cleartext=maybe | --cleartext",
        "--reuse-port=maybe | --reuse-port",
        "--disable-ua-caching=maybe | --disable-ua-caching",
      })
  void badValueIsOneLine(String flag, String said) {
    assertThat(serve("--cleartext", flag)).isEqualTo(2);
    assertSaid(said);
  }

  @Test
  void allBadValuesAreSaidAtOnce() {
    assertThat(serve("--cleartext", "--listen=x", "--max-age=y", "--encode-wait=z")).isEqualTo(2);
    assertSaid("--listen: ", "--max-age: ", "--encode-wait: ");
  }

  @Test
  void portThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String[] visitors = {"--listen=" + address, "--admin=127.0.0.1:0"};
      String[] admin = {"--listen=127.0.0.1:0", "--admin=" + address};
      assertThat(serve("--cleartext", "--access-log=off", visitors[0], visitors[1])).isEqualTo(2);
      assertThat(serve("--cleartext", "--access-log=off", admin[0], admin[1])).isEqualTo(2);
      assertSaid(address + " cannot be listened on", "another with --admin");
    }
  }

  @Test
  void accessLogThatCannotBeWrittenIsNamed() {
    String log = "--access-log=" + folder.resolve("none/access.log");
    assertThat(serve("--cleartext", "--listen=127.0.0.1:0", "--admin=127.0.0.1:0", log))
        .isEqualTo(2);
    assertSaid("access.log cannot be written to");
  }

  @Test
  void serveSaysAllMistakesOfTheConfigurationWithTheirLines() throws IOException {
    Path config = site.resolve("margay.yaml");
    Files.writeString(config, "domainz: 3\nmax-age: -3\ndomains:\n  a.example:\n    root: x\n");
    assertThat(serve("--cleartext")).isEqualTo(2);
    assertThat(err.toString().lines().toList())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.matches("margay: .*margay\\.yaml:\\d+: .*"));
    assertThat(err.toString()).contains(":1: ", ":2: ", ":5: ", "\"domains\"?");
  }

  @Test
  void checkIsAboutMistakesAndGivesStatus1() throws IOException {
    assertThat(run("check", site.toString())).isZero();
    Files.writeString(site.resolve("margay.yaml"), "domains: [\n");
    assertThat(run("check", site.toString())).isEqualTo(1);
    Files.write(site.resolve("margay.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(run("check", site.toString())).isEqualTo(1);
    assertThat(run("check", folder.resolve("none").toString())).isEqualTo(1);
  }

  @Test
  void checkReadsThePushLists() throws IOException {
    Path list = site.resolve("index.html.push-list");
    Files.writeString(site.resolve("there.css"), "");
    Files.writeString(list, "schema: push-list-v1\nhints:\n- /there.css?x=1\n");
    assertThat(run("check", site.toString())).isZero();
    Files.writeString(list, "schema: push-list-v1\nhints:\n- /gone.css\n");
    assertThat(run("check", site.toString())).isEqualTo(1);
  }
}
