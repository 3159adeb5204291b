package dev.margay.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.margay.server.StartFailure;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * {@code margay rehearse}: has a server serve a small site, visits it and ends it. The server is a
 * process of its own, started by a Java that records which classes it loads. The launcher keeps
 * that record beside the class path, and later starts take about half the time.
 */
@CommandLine.Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** To write a record takes seconds; at the lowest priority on a busy machine, minutes. */
  private static final Duration RECORDING = Duration.ofMinutes(9);

  private static final Pattern ADDRESS = Pattern.compile("  (https?://\\S+)/\\s");
  private static final int ROUNDS = 50;
  private static final String TEXT = "body { color: black }\n".repeat(200);
  private static final List<String> CODINGS = List.of("identity", "gzip", "br", "zstd");

  @Parameters(index = "0", paramLabel = "COMMAND", description = "serve or devlove")
  private String command;

  @Parameters(index = "1", paramLabel = "FOLDER", description = "an empty folder to work in")
  private Path folder;

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "MARGAY", description = "what starts it")
  private List<String> margay;

  @Override
  public Integer call() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.writeString(site.resolve("index.html"), "<!doctype html><p>Rehearsal\n" + TEXT);
    Files.writeString(site.resolve("style.css"), TEXT);
    Files.writeString(site.resolve("script.js"), "// " + TEXT);
    Path said = folder.resolve("said");
    Process server = start(site, said);
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy)); // it never outlives this
    try {
      visit(address(server, said));
    } finally {
      end(server);
    }
    return server.waitFor() == Main.OK ? Main.OK : Main.REFUSED;
  }

  /** What it has recorded is written at its end, if need be by a process of its own. */
  private static void end(Process server) throws InterruptedException {
    server.destroy();
    if (!server.waitFor(RECORDING.toSeconds(), TimeUnit.SECONDS)) {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
  }

  /** Starts a server as its users do, but without their settings. */
  private Process start(Path site, Path said) throws Exception {
    List<String> arguments = new ArrayList<>(margay);
    arguments.addAll(
        List.of(
            command,
            site.toString(),
            "--listen=127.0.0.1:0",
            "--admin=127.0.0.1:0",
            "--working-dir=" + folder,
            "--access-log=" + folder.resolve("access.log")));
    arguments.addAll(
        RehearsalIdentity.in(folder)
            .map(file -> List.of("--tls-cert=" + file, "--tls-key=" + file))
            .orElse(List.of("--cleartext")));
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MARGAY_"));
    return builder.start();
  }

  private static URI address(Process server, Path said) throws Exception {
    long begun = System.nanoTime();
    while (server.isAlive() && System.nanoTime() - begun < PATIENCE.toNanos()) {
      Matcher address = ADDRESS.matcher(read(said));
      if (address.find()) {
        return URI.create(address.group(1) + "/");
      }
      Thread.sleep(20);
    }
    throw new StartFailure("The server did not start: " + read(said));
  }

  /** What a server has said, in whatever coding its terminal has: addresses are ASCII. */
  private static String read(Path said) throws IOException {
    return Files.readString(said, ISO_8859_1);
  }

  private static void visit(URI site) throws Exception {
    for (HttpClient.Version version :
        List.of(HttpClient.Version.HTTP_2, HttpClient.Version.HTTP_1_1)) {
      visit(site, HttpClient.newBuilder().version(version).sslContext(trusting()).build());
    }
  }

  private static void visit(URI site, HttpClient visitor) throws Exception {
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
    context.init(null, new TrustManager[] {new OwnServer()}, null);
    return context;
  }

  /** Whoever is visited was started by this very process. */
  private static final class OwnServer extends X509ExtendedTrustManager {
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
