package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpTokens;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.hpack.HpackEncoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * Codes fields into frames (RFC 7541). The order of calls is the order of the wire: the client's
 * table follows it. For one thread at a time.
 */
final class FieldBlockWriter {
  private static final int LARGEST_HEADER_LIST = 1 << 20;

  /** What RFC 9113 §8.2.2 forbids, or allows in part only. */
  private static final Set<HttpHeader> OF_CONNECTION =
      EnumSet.of(
          HttpHeader.CONNECTION,
          HttpHeader.KEEP_ALIVE,
          HttpHeader.PROXY_CONNECTION,
          HttpHeader.TRANSFER_ENCODING,
          HttpHeader.UPGRADE,
          HttpHeader.TE);

  private static final PreEncodedHttpField[] STATUSES = new PreEncodedHttpField[600];

  static {
    for (HttpStatus.Code code : HttpStatus.Code.values()) {
      STATUSES[code.getCode()] = status(code.getCode());
    }
  }

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
      encode(fields, out);
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
   * Codes a message. A response without fields of the connection, as all of ours are, is coded
   * field by field; Jetty's encoder would look at each of them twice more.
   */
  private void encode(MetaData message, ByteBuffer out) throws HpackException {
    if (message.isRequest() || !isOrdinary(message.getHttpFields())) {
      encoder.encode(out, message);
      return;
    }
    int capacity = encoder.getTableCapacity();
    if (capacity != encoder.getHpackContext().getMaxDynamicTableSize()) {
      encoder.encodeMaxDynamicTableSize(out, capacity);
    }
    if (message instanceof MetaData.Response response) {
      PreEncodedHttpField known =
          response.getStatus() < STATUSES.length ? STATUSES[response.getStatus()] : null;
      encoder.encode(out, known == null ? status(response.getStatus()) : known);
    }
    boolean length = false;
    for (HttpField field : message.getHttpFields()) {
      length |= field.getHeader() == HttpHeader.CONTENT_LENGTH;
      encoder.encode(out, field);
    }
    if (!length && message.getContentLength() >= 0) {
      encoder.encode(
          out,
          new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, message.getContentLength()));
    }
  }

  private static PreEncodedHttpField status(int code) {
    return new PreEncodedHttpField(HttpHeader.C_STATUS, Integer.toString(code));
  }

  /**
   * Whether no field is about the connection. Whoever makes a field that is coded beforehand has
   * seen to it that it can be sent.
   *
   * @throws HpackException if one cannot be sent at all
   */
  private static boolean isOrdinary(HttpFields fields) throws HpackException {
    boolean ordinary = true;
    for (HttpField field : fields) {
      if (!(field instanceof PreEncodedHttpField)) {
        validate(field);
      }
      ordinary &= !OF_CONNECTION.contains(field.getHeader());
    }
    return ordinary;
  }

  private static void validate(HttpField field) throws HpackException {
    String name = field.getLowerCaseName();
    if (!HttpTokens.isLegalH2H3FieldName(name) || name.startsWith(":")) {
      throw new HpackException.StreamException(
          false, true, "Invalid header name: '%s'", field.getName());
    }
    if (field.getValue() != null && !HttpTokens.isLegalFieldValue(field.getValue())) {
      throw new HpackException.StreamException(
          false, true, "Invalid header value: '%s'", field.getValue());
    }
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
    encode(fields, block);
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
