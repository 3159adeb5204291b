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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * {@code margay rehearse}: serves a small site to itself and ends, so that a Java that records
 * which classes it loads has a record of what a server loads. The launcher keeps that record beside
 * the class path, and later starts take about a third less of the processor.
 */
@CommandLine.Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("  (https?://\\S+)/\\s");
  private static final int ROUNDS = 50;
  private static final String TEXT = "body { color: black }\n".repeat(200);
  private static final List<String> CODINGS = List.of("identity", "gzip", "br", "zstd");

  @Parameters(paramLabel = "FOLDER", description = "an empty folder to work in")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    Files.writeString(folder.resolve("index.html"), "<!doctype html><p>Rehearsal\n" + TEXT);
    Files.writeString(folder.resolve("style.css"), TEXT);
    Files.writeString(folder.resolve("script.js"), "// " + TEXT);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      serve();
      visit(address(said));
    } finally {
      System.setErr(terminal);
    }
    return Main.OK;
  }

  /** With devlove, where that is installed, there is TLS without any file. */
  private void serve() {
    CommandLine line = Commands.line();
    boolean desk = line.getSubcommands().containsKey("devlove");
    String[] arguments = {
      desk ? "devlove" : "serve",
      folder.toString(),
      "--listen=127.0.0.1:0",
      "--admin=127.0.0.1:0",
      desk ? "--max-age=172800" : "--cleartext"
    };
    Thread server = new Thread(() -> line.execute(arguments), "margay-rehearsal");
    server.setDaemon(true);
    server.start();
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
