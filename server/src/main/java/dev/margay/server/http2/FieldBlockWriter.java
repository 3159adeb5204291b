package dev.margay.server.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * Codes fields into frames (RFC 7541). The order of calls is the order of the wire: the client's
 * table follows it. For one thread at a time.
 */
final class FieldBlockWriter {
  private static final int LARGEST_HEADER_LIST = 1 << 20;

  private final HpackEncoder encoder = new HpackEncoder();

  FieldBlockWriter() {
    encoder.setMaxHeaderListSize(LARGEST_HEADER_LIST);
  }

  /** The client's limit for the table, in bytes. */
  void tableSize(long most) {
    int capacity = (int) Math.min(most, PeerSettings.FIRST.headerTable());
    encoder.setMaxTableCapacity(capacity);
    encoder.setTableCapacity(capacity);
  }

  /** What fields can take at most, in bytes: the longest code of Huffman's has 30 bits. */
  static int mostOf(MetaData message) {
    int most = 512;
    for (HttpField field : message.getHttpFields()) {
      String value = field.getValue();
      most += 16 + 4 * (field.getName().length() + (value == null ? 0 : value.length()));
    }
    if (message instanceof MetaData.Request request) {
      most += 4 * request.getHttpURI().asString().length();
    }
    return most;
  }

  /**
   * Puts a frame of HEADERS into a buffer that has room for all of it.
   *
   * @param last whether the stream ends with it
   * @throws HpackException if these fields cannot be sent; the buffer is as before
   */
  void putHeaders(int stream, MetaData fields, boolean last, ByteBuffer out) throws HpackException {
    int flags = Frames.END_HEADERS | (last ? Frames.END_STREAM : 0);
    int begin = out.position();
    putBlock(begin + Frames.HEADER_BYTES, begin, fields, Frames.HEADERS, flags, stream, out);
  }

  /**
   * Puts a promise into a buffer that has room for all of it (RFC 9113 §6.6).
   *
   * @throws HpackException if the request cannot be told; the buffer is as before
   */
  void putPromise(int parent, int promised, MetaData.Request request, ByteBuffer out)
      throws HpackException {
    int begin = out.position();
    out.putInt(begin + Frames.HEADER_BYTES, promised);
    int block = begin + Frames.HEADER_BYTES + Integer.BYTES;
    putBlock(block, begin, request, Frames.PUSH_PROMISE, Frames.END_HEADERS, parent, out);
  }

  private void putBlock(
      int block, int begin, MetaData fields, int type, int flags, int stream, ByteBuffer out)
      throws HpackException {
    out.position(block);
    try {
      encoder.encode(out, fields);
    } catch (HpackException e) {
      out.position(begin);
      throw e;
    }
    int end = out.position();
    out.position(begin);
    Frames.putHeader(out, end - begin - Frames.HEADER_BYTES, type, flags, stream);
    out.position(end);
  }

  /**
   * Adds a block of several frames, which nothing may come between (RFC 9113 §6.10).
   *
   * @param most what the fields can take, in bytes
   * @param last whether the stream ends with it
   * @throws HpackException if these fields cannot be sent
   */
  void addFrames(int stream, MetaData fields, int most, boolean last, ControlFrames frames)
      throws HpackException {
    ByteBuffer block = ByteBuffer.allocate(most);
    encoder.encode(block, fields);
    block.flip();
    int type = Frames.HEADERS;
    int flags = last ? Frames.END_STREAM : 0;
    do {
      int bytes = Math.min(block.remaining(), Frames.LARGEST_PAYLOAD);
      flags |= bytes == block.remaining() ? Frames.END_HEADERS : 0;
      ByteBuffer out = frames.room(Frames.HEADER_BYTES + bytes);
      Frames.putHeader(out, bytes, type, flags, stream);
      out.put(block.slice(block.position(), bytes));
      block.position(block.position() + bytes);
      type = Frames.CONTINUATION;
      flags = 0;
    } while (block.hasRemaining());
  }
}
