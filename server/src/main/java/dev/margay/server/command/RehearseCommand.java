package dev.margay.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * {@code margay rehearse}: serves a small site to itself and ends, so that a Java that records
 * which classes it loads has a record of what a server loads. The launcher keeps that record beside
 * the class path, and later starts take about half the time.
 */
@CommandLine.Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Command {
  private static final String DEVLOVE = "devlove";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("  (https?://\\S+)/\\s");
  private static final int ROUNDS = 50;
  private static final String TEXT = "body { color: black }\n".repeat(200);
  private static final List<String> CODINGS = List.of("identity", "gzip", "br", "zstd");

  @Parameters(paramLabel = "FOLDER", description = "an empty folder to work in")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("index.html"), "<!doctype html><p>Rehearsal\n" + TEXT);
    Files.writeString(site.resolve("style.css"), TEXT);
    Files.writeString(site.resolve("script.js"), "// " + TEXT);
    List<String> transport =
        RehearsalIdentity.in(folder)
            .map(file -> List.of("--tls-cert=" + file, "--tls-key=" + file))
            .orElse(List.of("--cleartext"));
    perform(ServeCommand.NAME, site, transport);
    if (Commands.line().getSubcommands().containsKey(DEVLOVE)) {
      perform(DEVLOVE, site, transport);
    }
    return Main.OK;
  }

  /** Starts a server as its users do, and visits it. It ends with this process. */
  private void perform(String command, Path site, List<String> transport) throws Exception {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    command,
                    site.toString(),
                    "--listen=127.0.0.1:0",
                    "--admin=127.0.0.1:0",
                    "--working-dir=" + folder,
                    "--scratch-dir-name=" + command,
                    "--access-log=" + folder.resolve(command + ".log")),
                transport.stream())
            .toList();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      Thread server =
          new Thread(() -> Main.run(arguments.toArray(String[]::new)), "margay-rehearsal");
      server.setDaemon(true);
      server.start();
      visit(address(said));
    } finally {
      System.setErr(terminal);
    }
  }

  private static URI address(ByteArrayOutputStream said) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PATIENCE.toNanos()) {
      Matcher address = ADDRESS.matcher(said.toString(UTF_8));
      if (address.find()) {
        return URI.create(address.group(1) + "/");
      }
      Thread.sleep(20);
    }
    throw new IOException("The server did not start: " + said.toString(UTF_8));
  }

  private static void visit(URI site) throws Exception {
    HttpClient visitor = HttpClient.newBuilder().sslContext(trusting()).build();
    for (int round = 0; round < ROUNDS; round++) {
      for (String path : List.of("", "style.css", "script.js", "missing")) {
        HttpRequest request =
            HttpRequest.newBuilder(site.resolve(path))
                .header("Accept-Encoding", CODINGS.get(round % CODINGS.size()))
                .timeout(PATIENCE)
                .build();
        visitor.send(request, BodyHandlers.discarding());
      }
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new ThisProcess()}, null);
    return context;
  }

  /** Whoever is visited is this very process. */
  private static final class ThisProcess extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
