package dev.margay.server.learning;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.Sighting.Via;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Visits as bytes, for the disk and for Redis.
 *
 * <pre>
 *   4  "MSGT"          1  version (1)
 *   4  how many pages follow
 *      page: domain, path (UTF), 32 content hash, 4 how many visits follow
 *        visit: 8 id, 8 time (ms since 1970), 2 address
 *          2 + asked: target (UTF), destination, loading, importance or "" (UTF), via (UTF), 4 delay, 4 bytes
 *          2 + sent:  target, destination, loading, importance (UTF)
 *          2 + known: target (UTF)
 *   8  CRC-32C of all before
 * </pre>
 */
final class SightingsFormat {
  private static final int MAGIC = 0x4d534754;
  private static final int VERSION = 1;
  private static final int HEAD = Integer.BYTES + 1;

  private SightingsFormat() {}

  /** Visits to one page. */
  record PageVisits(PageVersion page, List<Visit> visits) {
    PageVisits {
      visits = List.copyOf(visits);
    }
  }

  static byte[] write(List<PageVisits> pages) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeByte(VERSION);
      out.writeInt(pages.size());
      for (PageVisits page : pages) {
        writePage(out, page);
      }
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @return empty if it is cut, altered, or of another version
   */
  static Optional<List<PageVisits>> read(byte[] bytes) {
    int end = bytes.length - Long.BYTES;
    if (end < HEAD || ByteBuffer.wrap(bytes).getLong(end) != checksum(bytes, end)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end))) {
      if (in.readInt() != MAGIC || in.readByte() != VERSION) {
        return Optional.empty();
      }
      return Optional.of(readList(in, in.readInt(), SightingsFormat::readPage));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  /** A false count meets the end of the bytes before it takes memory. */
  private static <T> List<T> readList(DataInputStream in, int count, Reading<T> reading)
      throws IOException {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(reading.from(in));
    }
    return list;
  }

  private static void writePage(DataOutputStream out, PageVisits page) throws IOException {
    out.writeUTF(page.page().domain());
    out.writeUTF(page.page().path());
    ByteBuffer content = ByteBuffer.allocate(ContentHash.BYTES);
    page.page().content().writeTo(content);
    out.write(content.array());
    out.writeInt(page.visits().size());
    for (Visit visit : page.visits()) {
      writeVisit(out, visit);
    }
  }

  private static PageVisits readPage(DataInputStream in) throws IOException {
    String domain = in.readUTF();
    String path = in.readUTF();
    byte[] content = new byte[ContentHash.BYTES];
    in.readFully(content);
    PageVersion page =
        new PageVersion(domain, path, ContentHash.readFrom(ByteBuffer.wrap(content)));
    return new PageVisits(page, readList(in, in.readInt(), SightingsFormat::readVisit));
  }

  private static void writeVisit(DataOutputStream out, Visit visit) throws IOException {
    out.writeLong(visit.id());
    out.writeLong(visit.at().toEpochMilli());
    out.writeShort(visit.address());
    out.writeShort(visit.asked().size());
    for (Sighting one : visit.asked()) {
      writeWords(out, one.target(), one.destination().name(), one.loading().name());
      writeWords(out, one.importance().map(Importance::name).orElse(""), one.via().name());
      out.writeInt(one.delay());
      out.writeInt(one.bytes());
    }
    out.writeShort(visit.sent().size());
    for (PageAsset one : visit.sent()) {
      writeWords(out, one.target(), one.destination().name(), one.loading().name());
      writeWords(out, one.importance().name());
    }
    out.writeShort(visit.known().size());
    for (String target : visit.known()) {
      writeWords(out, target);
    }
  }

  private static void writeWords(DataOutputStream out, String... words) throws IOException {
    for (String word : words) {
      out.writeUTF(word);
    }
  }

  private static Visit readVisit(DataInputStream in) throws IOException {
    long id = in.readLong();
    Instant at = Instant.ofEpochMilli(in.readLong());
    int address = in.readUnsignedShort();
    List<Sighting> asked = readList(in, in.readUnsignedShort(), SightingsFormat::readSighting);
    List<PageAsset> sent = readList(in, in.readUnsignedShort(), SightingsFormat::readAsset);
    Set<String> known = new HashSet<>(readList(in, in.readUnsignedShort(), DataInput::readUTF));
    return new Visit(id, at, address, asked, sent, known);
  }

  private static Sighting readSighting(DataInputStream in) throws IOException {
    return new Sighting(
        in.readUTF(),
        Destination.valueOf(in.readUTF()),
        Loading.valueOf(in.readUTF()),
        Optional.of(in.readUTF()).filter(name -> !name.isEmpty()).map(Importance::valueOf),
        Via.valueOf(in.readUTF()),
        in.readInt(),
        in.readInt());
  }

  private static PageAsset readAsset(DataInputStream in) throws IOException {
    return new PageAsset(
        in.readUTF(),
        Destination.valueOf(in.readUTF()),
        Loading.valueOf(in.readUTF()),
        Importance.valueOf(in.readUTF()));
  }
}
