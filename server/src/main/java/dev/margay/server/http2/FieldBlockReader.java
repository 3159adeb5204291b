package dev.margay.server.http2;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;

/**
 * Reads the field blocks of one connection (RFC 7541 §6), in the order of the wire: the table
 * follows it. For one thread at a time.
 */
final class FieldBlockReader {
  /** A representation's first bit that is set says what it is; an integer begins below. */
  private static final int INDEXED = 0x80;

  private static final int LITERAL_TO_TABLE = 0x40;
  private static final int TABLE_SIZE = 0x20;

  /** Set or not: whether a proxy may put the literal into its table is no matter here. */
  private static final int LITERAL_NEVER_TO_TABLE = 0x10;

  private final int most;
  private final LongSupplier now;
  private final FieldTable table = new FieldTable();

  /**
   * One that has read nothing.
   *
   * @param most what a block may have, coded and decoded, in bytes
   * @param now the time that a request gets as its beginning, by {@link System#nanoTime()}
   */
  FieldBlockReader(int most, LongSupplier now) {
    this.most = most;
    this.now = now;
  }

  /**
   * What a block says: a request, or only fields. A request is a {@link MetaData.Failed} one where
   * it is its target that cannot be read.
   *
   * @param stream whom it is for
   * @throws Violation of the connection if the block cannot be decoded, else of the stream if what
   *     it says is malformed (RFC 9113 §8.1.1); then the table is as the client's
   */
  MetaData read(ByteBuffer block, int stream) throws Violation {
    if (block.remaining() > most) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A field block is too large");
    }
    BlockCursor cursor = new BlockCursor(block);
    RequestFields fields = new RequestFields(most);
    while (cursor.hasNext()) {
      int first = cursor.next();
      if ((first & INDEXED) != 0) {
        fields.add(known(cursor.integer(first, INDEXED - 1)));
      } else if ((first & LITERAL_TO_TABLE) != 0) {
        FieldLine line = literal(cursor, cursor.integer(first, LITERAL_TO_TABLE - 1));
        fields.add(line);
        table.add(line);
      } else if ((first & TABLE_SIZE) != 0) {
        resize(cursor.integer(first, TABLE_SIZE - 1), fields.isEmpty());
      } else {
        fields.add(literal(cursor, cursor.integer(first, LITERAL_NEVER_TO_TABLE - 1)));
      }
    }
    return fields.build(stream, now.getAsLong());
  }

  private FieldLine known(int index) throws Violation {
    FieldLine line = table.get(index);
    if (line == null) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "No field has this index");
    }
    return line;
  }

  /**
   * RFC 7541 §6.2.
   *
   * @param index whose name it has; 0 if that follows, too
   */
  private FieldLine literal(BlockCursor cursor, int index) throws Violation {
    HttpHeader header;
    String name;
    boolean legal;
    if (index == 0) {
      cursor.readText();
      name = cursor.text();
      if (name.isEmpty()) { // thousands of them would cost the client next to nothing
        throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "A field has no name");
      }
      legal = cursor.isName();
      header = legal ? HttpHeader.CACHE.get(name) : null;
    } else {
      FieldLine named = known(index);
      name = named.field().getName();
      legal = named.kind() != FieldLine.Kind.ILLEGAL_NAME;
      header = named.field().getHeader();
    }
    cursor.readText();
    String value = cursor.text();
    return legal && cursor.isValue()
        ? FieldLine.of(header, name, value)
        : FieldLine.illegal(header, name, value, !legal);
  }

  /** RFC 7541 §4.2 and §6.3. */
  private void resize(int size, boolean first) throws Violation {
    if (!first || size > FieldTable.LARGEST) {
      throw Violation.ofConnection(ErrorCode.COMPRESSION_ERROR, "A table may not change so");
    }
    table.resize(size);
  }
}
