package dev.margay.samplesite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A connection that sends exactly the bytes that it is given, one for each character, and reads
 * HTTP/1.1 answers.
 */
final class RawConnection implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream in;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    in = socket.getInputStream();
  }

  /**
   * An answer.
   *
   * @param fields as lines, in their order, {@code Date} left out
   */
  record Answer(int status, List<String> fields, String body) {
    Optional<String> field(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }

  /** Sends one request, and reads its answer. */
  static Answer ask(int port, String request) throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(request);
      return connection.answer();
    }
  }

  /** The server may have answered and closed before all was sent. */
  void send(String text) throws IOException {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (SocketException closedAlready) {
      // the answer, if there is one, is in the socket's buffer
    }
  }

  /** The next answer to a request that was not HEAD. */
  Answer answer() throws IOException {
    List<String> lines = head();
    int status = Integer.parseInt(lines.get(0).split(" ", 3)[1]);
    List<String> fields = lines.stream().skip(1).filter(line -> !line.startsWith("Date:")).toList();
    Answer head = new Answer(status, fields, "");
    boolean none = status == 204 || status == 304 || status < 200;
    int length = none ? 0 : head.field("Content-Length").map(Integer::parseInt).orElse(0);
    return new Answer(status, fields, new String(in.readNBytes(length), ISO_8859_1));
  }

  /** The lines up to the empty one. */
  List<String> head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head.toString(ISO_8859_1));
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1).lines().filter(line -> !line.isEmpty()).toList();
  }

  /** Whether the server has ended the connection, with nothing more on it. */
  boolean closed() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Whatever comes until the server ends the connection. */
  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketException reset) {
      // what came before counts
    }
    return rest.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
