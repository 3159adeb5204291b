package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.samplesite.RawConnection.Answer;
import dev.margay.server.config.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not to be seen is answered as if it were not there, to the last byte. */
class HiddenFileTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/$");

  @TempDir private Path around;
  @TempDir private Path workingDir;
  private Path folder;

  @BeforeEach
  void writeSite() throws IOException {
    folder = Files.createDirectory(around.resolve("site"));
    write("index.html");
  }

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "secret");
  }

  private static void assertMissing(ServedSite site, String... targets) throws IOException {
    Answer missing = site.get("/never-was-there");
    assertThat(missing.status()).isEqualTo(404);
    for (String target : targets) {
      assertThat(site.get(target)).as(target).isEqualTo(missing);
    }
    Answer none = site.ask(ServedSite.request("OPTIONS", "/never-was-there"));
    for (String target : targets) {
      assertThat(site.ask(ServedSite.request("OPTIONS", target))).as(target).isEqualTo(none);
    }
  }

  @Test
  void dotfilesButNotWellKnown() throws Exception {
    write(".env");
    write(".git/config");
    write("sub/.htaccess");
    write("sub/.well-known/x");
    write(".well-known/.hidden");
    write(".well-known/security.txt");
    write("....txt");
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      assertMissing(site, "/.env", "/%2eenv", "/.git", "/.git/", "/.git/config", "/.git/nothing");
      assertMissing(site, "/sub/.htaccess", "/sub/.well-known/x", "/.well-known/.hidden");
      assertMissing(site, "/....txt", "/...");
      assertThat(site.get("/.well-known/security.txt").status()).isEqualTo(200);
    }
  }

  @Test
  void linksThatLeadOutOrToWhatIsHidden() throws Exception {
    Path outside = Files.createDirectory(around.resolve("site-outside"));
    Files.writeString(outside.resolve("x.html"), "secret");
    write(".env");
    link("out.html", "../site-outside/x.html");
    link("out-absolute.html", outside.resolve("x.html").toString());
    link("outside", "../site-outside");
    link("up", "..");
    link("password", "/etc/passwd");
    link("env", ".env");
    link("loop1", "loop2");
    link("loop2", "loop1");
    link("self/self", "../self");
    link("dangling", "nowhere");
    link("inside", "index.html");
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      assertMissing(site, "/out.html", "/out", "/out-absolute.html", "/outside", "/outside/");
      assertMissing(site, "/outside/x.html", "/outside/x", "/up", "/up/");
      assertMissing(site, "/password", "/env", "/loop1", "/loop1/x", "/dangling", "/dangling/");
      assertThat(site.get("/inside").body()).isEqualTo("secret");
      assertThat(site.get("/" + "self/".repeat(300) + "nothing").status()).isEqualTo(404);
    }
  }

  private void link(String name, String target) throws IOException {
    Path link = folder.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  @Test
  void margaysOwnFilesAndKeys() throws Exception {
    write("devlove.yaml");
    write("_headers");
    write("_redirects");
    write("sub/_headers");
    write("index.html.push-list");
    Path key = write("key.pem");
    Path certificate = write("certificate.pem");
    link("key-link.pem", "key.pem");
    List<Path> own = List.of(key, certificate);
    try (ServedSite site = ServedSite.cleartext(folder, workingDir, own, Map.of())) {
      assertMissing(site, "/devlove.yaml", "/_headers", "/_redirects", "/sub/_headers");
      assertMissing(site, "/%5fheaders", "/index.html.push-list", "/index.push-list");
      assertMissing(site, "/key.pem", "/certificate.pem", "/key-link.pem", "/key", "/key.pem/");
    }
  }

  @Test
  void theConfigurationInsideTheRoot() throws Exception {
    Files.writeString(folder.resolve("margay.yaml"), "domains:\n  localhost:\n    root-dir: .\n");
    try (ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      assertThat(site.get("/").status()).isEqualTo(200);
      assertMissing(site, "/margay.yaml", "/margay", "/margay.yaml/");
    }
  }

  @Test
  void theScratchFolderUnderAnyName() throws Exception {
    write("app.js");
    link("link", "cache");
    Files.writeString(folder.resolve("app.js"), "var a = 1;\n".repeat(1_000));
    Map<Setting<?>, String> named = Map.of(Setting.SCRATCH_DIR_NAME, "cache");
    try (ServedSite site = ServedSite.cleartext(folder, folder, List.of(), named)) {
      assertThat(site.get("/app.js", "Accept-Encoding: gzip").field("Content-Encoding"))
          .contains("gzip");
      assertThat(folder.resolve("cache/r-cache")).isDirectory();
      assertMissing(site, "/cache", "/cache/", "/cache/r-cache", "/cache/hash-index", "/link");
      assertMissing(site, "/link/", "/link/r-cache/", "/%63ache/");
    }
  }

  @Test
  void whatIsNoFile() throws Exception {
    Process fifo = new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start();
    assumeTrue(fifo.waitFor() == 0, "mkfifo is needed");
    Files.createDirectory(folder.resolve("folder.html"));
    Files.createDirectories(folder.resolve("dir/index.html"));
    boolean device =
        new ProcessBuilder("mknod", folder.resolve("device").toString(), "c", "1", "5")
                .start()
                .waitFor()
            == 0;
    link("random", "/dev/urandom");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ServedSite site = ServedSite.cleartext(folder, workingDir)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      assertMissing(site, "/fifo", "/socket", "/random", "/folder", "/folder.html/", "/dir/");
      if (device) {
        assertMissing(site, "/device");
      }
    }
  }

  /** In a process of its own, which root's right to read everything is taken from. */
  @Test
  void fileWithoutReadPermission() throws Exception {
    Path file = write("locked.html");
    Path inside = write("locked/inside.html");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(inside.getParent(), PosixFilePermissions.fromString("---------"));
    List<String> command = new ArrayList<>();
    if (Files.isReadable(file)) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "root, and there is no setpriv");
      command.addAll(List.of("/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    }
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.margay.server.command.Main", "serve", folder.toString()));
    command.addAll(List.of("--cleartext", "--listen=127.0.0.1:0", "--admin=127.0.0.1:0"));
    command.addAll(List.of("--access-log=off", "--working-dir=" + workingDir));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      int port = port(output, said);
      Answer missing = RawConnection.ask(port, ServedSite.request("GET", "/missing"));
      assertThat(missing.status()).isEqualTo(404);
      for (String target : List.of("/locked.html", "/locked/inside.html", "/locked/inside")) {
        Answer answer = RawConnection.ask(port, ServedSite.request("GET", target));
        assertThat(answer).as(target).isEqualTo(missing);
      }
      process.toHandle().destroy(); // the output stays open
      output.lines().forEach(said::add);
      assertThat(said).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    } finally {
      process.destroyForcibly();
      Files.setPosixFilePermissions(
          inside.getParent(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static int port(BufferedReader output, List<String> said) throws IOException {
    String line = output.readLine();
    while (line != null) {
      said.add(line);
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return Integer.parseInt(address.group(1));
      }
      line = output.readLine();
    }
    assumeTrue(said.stream().noneMatch(one -> one.startsWith("setpriv")), () -> said.toString());
    throw new AssertionError("it did not start: " + said);
  }
}
