package dev.margay.server.http2;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** A client that sends the frames it is told to, and hands out those that come. */
final class RawClient implements AutoCloseable {
  /** One frame that came; its payload is not to be changed. */
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    int number() {
      return payload.getInt(0);
    }
  }

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final HpackEncoder encoder = new HpackEncoder();
  private final HpackDecoder decoder = new HpackDecoder(1 << 20, System::nanoTime);

  /** What the server has given of the connection's window, after the first 65,535 bytes. */
  private long given;

  /** One that has sent its preface, with settings of six bytes each. */
  RawClient(int port, byte... settings) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(Frames.SETTINGS, 0, 0, settings);
  }

  long given() {
    return given;
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    send(frame(type, flags, stream, payload));
  }

  /** Several frames, in one write. */
  void send(byte[]... frames) throws IOException {
    int length = 0;
    for (byte[] frame : frames) {
      length += frame.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] frame : frames) {
      all.put(frame);
    }
    out.write(all.array());
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(Frames.HEADER_BYTES + payload.length);
    Frames.putHeader(frame, payload.length, type, flags, stream);
    return frame.put(payload).array();
  }

  static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  byte[] request(int stream, String method, String path, HttpFields fields, boolean last)
      throws HpackException {
    return block(
        stream,
        new MetaData.Request(
            method, HttpURI.from("http://127.0.0.1" + path), HttpVersion.HTTP_2, fields),
        last);
  }

  byte[] block(int stream, MetaData fields, boolean last) throws HpackException {
    ByteBuffer block = ByteBuffer.allocate(16_384);
    encoder.encode(block, fields);
    byte[] payload = new byte[block.flip().remaining()];
    block.get(payload);
    int flags = Frames.END_HEADERS | (last ? Frames.END_STREAM : 0);
    return frame(Frames.HEADERS, flags, stream, payload);
  }

  Frame next() throws IOException {
    int first = in.readInt();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[first >>> 8];
    in.readFully(payload);
    Frame frame = new Frame(first & 0xff, flags, stream, ByteBuffer.wrap(payload));
    if (frame.type() == Frames.WINDOW_UPDATE && stream == 0) {
      given += frame.number();
    }
    return frame;
  }

  /** The next frame that is looked for; the others are passed over. */
  Frame next(Predicate<Frame> wanted) throws IOException, HpackException {
    Frame frame = next();
    while (!wanted.test(frame)) {
      if (frame.type() == Frames.HEADERS) {
        fields(frame); // for the later ones' sake
      }
      frame = next();
    }
    return frame;
  }

  Frame next(int type, int stream) throws IOException, HpackException {
    return next(frame -> frame.type() == type && frame.stream() == stream);
  }

  /** The fields of a block whose first frame came last. */
  MetaData fields(Frame first) throws IOException, HpackException {
    ByteBuffer block = ByteBuffer.allocate(1 << 20).put(first.payload());
    for (Frame last = first; !last.has(Frames.END_HEADERS); block.put(last.payload())) {
      last = next();
      if (last.type() != Frames.CONTINUATION) {
        throw new IOException("Something else comes within a block: " + last);
      }
    }
    return decoder.decode(block.flip());
  }

  /** The status of the next response. */
  int status(int stream) throws IOException, HpackException {
    return ((MetaData.Response) fields(next(Frames.HEADERS, stream))).getStatus();
  }

  /** The bytes of a stream's content, to its end. */
  int content(int stream) throws IOException, HpackException {
    int bytes = 0;
    Frame frame;
    do {
      frame = next(Frames.DATA, stream);
      bytes += frame.payload().remaining();
    } while (!frame.has(Frames.END_STREAM));
    return bytes;
  }

  /** Nothing more will be sent. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads what comes until the server ends the connection. */
  void awaitEnd() throws IOException, HpackException {
    try {
      next(frame -> false);
    } catch (EOFException e) {
      // it has
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
