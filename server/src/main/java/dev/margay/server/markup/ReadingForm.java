package dev.margay.server.markup;

import dev.margay.server.markup.HtmlReference.Place;
import dev.margay.server.markup.HtmlReference.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Readings as bytes, to be kept. Numbers are big-endian, 4 bytes; a text is its length in UTF-8 and
 * its bytes; a list is its size and its entries; a word is the text of a constant's name.
 *
 * <pre>
 *   CSS reading     list of references: text url | begin | end | word use | text selector
 *                                       | text property | word applying
 *                   list of faces:      text family | 0 or 1 upright | weight | heaviest
 *                                       | 0 or 1 latin | source | word applying
 *                   list of font uses:  text selector | text value
 *   HTML reading    text base
 *                   list of references: text url | begin | end | word role
 *                                       | list of attributes (text name | text value), by name
 *                                       | list of words: places
 *                   a CSS reading: the page's own styles
 *                   text outline
 * </pre>
 *
 * Whoever changes this, or what the readers find, raises {@link #REVISION}.
 */
public final class ReadingForm {
  /** Which form this is, and which readers' findings it holds. */
  public static final int REVISION = 1;

  private ReadingForm() {}

  /** What writes to or reads from a stream in memory. */
  private interface Part<S, T> {
    T pass(S stream) throws IOException;
  }

  /** The bytes of {@code reading}. */
  public static byte[] of(CssReading reading) {
    return bytes(
        out -> {
          write(out, reading);
          return null;
        });
  }

  /** The bytes of {@code reading}. */
  public static byte[] of(HtmlReading reading) {
    return bytes(
        out -> {
          write(out, reading);
          return null;
        });
  }

  /** Reads back what {@link #of(CssReading)} made; empty if it is something else. */
  public static Optional<CssReading> css(byte[] bytes) {
    return value(bytes, ReadingForm::readCss);
  }

  /** Reads back what {@link #of(HtmlReading)} made; empty if it is something else. */
  public static Optional<HtmlReading> html(byte[] bytes) {
    return value(bytes, ReadingForm::readHtml);
  }

  private static byte[] bytes(Part<DataOutputStream, Void> writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.pass(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static <T> Optional<T> value(byte[] bytes, Part<DataInputStream, T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reading.pass(in);
      return in.available() == 0 ? Optional.of(value) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // cut, or a word that is none
    }
  }

  private static void write(DataOutputStream out, CssReading reading) throws IOException {
    out.writeInt(reading.references().size());
    for (CssReference reference : reading.references()) {
      write(out, reference.url());
      out.writeInt(reference.begin());
      out.writeInt(reference.end());
      write(out, reference.use().name());
      write(out, reference.selector());
      write(out, reference.property());
      write(out, reference.applying().name());
    }
    out.writeInt(reading.faces().size());
    for (FontFace face : reading.faces()) {
      write(out, face.family());
      out.writeBoolean(face.upright());
      out.writeInt(face.weight());
      out.writeInt(face.heaviest());
      out.writeBoolean(face.latin());
      out.writeInt(face.source());
      write(out, face.applying().name());
    }
    out.writeInt(reading.uses().size());
    for (FontUse use : reading.uses()) {
      write(out, use.selector());
      write(out, use.value());
    }
  }

  private static CssReading readCss(DataInputStream in) throws IOException {
    List<CssReference> references = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      references.add(
          new CssReference(
              text(in),
              in.readInt(),
              in.readInt(),
              CssReference.Use.valueOf(text(in)),
              text(in),
              text(in),
              Applying.valueOf(text(in))));
    }
    List<FontFace> faces = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      faces.add(
          new FontFace(
              text(in),
              in.readBoolean(),
              in.readInt(),
              in.readInt(),
              in.readBoolean(),
              source(in.readInt(), references),
              Applying.valueOf(text(in))));
    }
    List<FontUse> uses = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      uses.add(new FontUse(text(in), text(in)));
    }
    return new CssReading(references, faces, uses);
  }

  private static int source(int index, List<CssReference> references) throws IOException {
    if (index < -1 || index >= references.size()) {
      throw new IOException("no such reference");
    }
    return index;
  }

  private static void write(DataOutputStream out, HtmlReading reading) throws IOException {
    write(out, reading.base());
    out.writeInt(reading.references().size());
    for (HtmlReference reference : reading.references()) {
      write(out, reference.url());
      out.writeInt(reference.begin());
      out.writeInt(reference.end());
      write(out, reference.role().name());
      Map<String, String> attributes = new TreeMap<>(reference.attributes());
      out.writeInt(attributes.size());
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        write(out, attribute.getKey());
        write(out, attribute.getValue());
      }
      out.writeInt(reference.places().size());
      for (Place place : Place.values()) {
        if (reference.places().contains(place)) {
          write(out, place.name());
        }
      }
    }
    write(out, reading.styles());
    write(out, reading.outline().xml());
  }

  private static HtmlReading readHtml(DataInputStream in) throws IOException {
    String base = text(in);
    List<HtmlReference> references = new ArrayList<>();
    for (int left = count(in); left > 0; left--) {
      references.add(
          new HtmlReference(
              text(in),
              in.readInt(),
              in.readInt(),
              Role.valueOf(text(in)),
              attributes(in),
              places(in)));
    }
    return new HtmlReading(base, references, readCss(in), new PageOutline(text(in)));
  }

  private static Map<String, String> attributes(DataInputStream in) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    for (int left = count(in); left > 0; left--) {
      attributes.put(text(in), text(in));
    }
    return attributes;
  }

  private static Set<Place> places(DataInputStream in) throws IOException {
    Set<Place> places = EnumSet.noneOf(Place.class);
    for (int left = count(in); left > 0; left--) {
      places.add(Place.valueOf(text(in)));
    }
    return places;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(count(in)), StandardCharsets.UTF_8);
  }

  /** A length or size, which what is left can hold. */
  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("cut");
    }
    return count;
  }
}
