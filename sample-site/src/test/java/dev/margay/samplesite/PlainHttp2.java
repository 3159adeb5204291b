package dev.margay.samplesite;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Just enough of HTTP/2 with prior knowledge (RFC 9113 §3.3) for one download at one's own pace.
 * Java's client gives a stream up at the first GOAWAY, which here is what is looked at.
 */
final class PlainHttp2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;

  private final Socket socket;
  private final DataInputStream in;
  private boolean goneAway;

  PlainHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    in = new DataInputStream(socket.getInputStream());
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  /** Asks for {@code path} on stream 1, without Huffman coding or the dynamic table. */
  void get(String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82); // :method GET
    block.write(0x86); // :scheme http
    literal(block, 0x04, path);
    literal(block, 0x01, "localhost");
    send(HEADERS, END_STREAM | END_HEADERS, 1, block.toByteArray());
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the server has said that it takes no more requests. */
  boolean goneAway() {
    return goneAway;
  }

  /**
   * Reads the body on.
   *
   * @return whether it ended; false once {@code most} bytes are there
   * @throws IOException if the stream is reset or the connection closed
   */
  boolean read(ByteArrayOutputStream body, int most) throws IOException {
    while (body.size() < most) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (payload.length < length || type == RESET) {
        throw new EOFException("after " + body.size() + " bytes");
      }
      if (type == SETTINGS && (flags & ACK) == 0) {
        send(SETTINGS, ACK, 0, new byte[0]);
      }
      goneAway |= type == GOAWAY;
      if (type == DATA) {
        body.writeBytes(payload);
        if ((flags & END_STREAM) != 0) {
          return true;
        }
        if (length > 0) {
          byte[] more = ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
          send(WINDOW_UPDATE, 0, 0, more);
          send(WINDOW_UPDATE, 0, stream, more);
        }
      }
    }
    return false;
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    socket.getOutputStream().write(frame.array());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
