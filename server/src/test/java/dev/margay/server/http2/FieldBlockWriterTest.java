package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read by a decoder that follows every block. */
class FieldBlockWriterTest {
  private static final int STREAM = 7;

  private final FieldBlockWriter writer = new FieldBlockWriter();
  private final HpackDecoder decoder = new HpackDecoder(1 << 20, System::nanoTime);
  private final ByteBuffer out = ByteBuffer.allocate(1 << 16);

  private static MetaData.Response response(int status, long length, HttpFields fields) {
    return new MetaData.Response(status, null, HttpVersion.HTTP_2, fields, length);
  }

  private MetaData.Response sent(MetaData.Response response) throws HpackException {
    out.clear();
    writer.putHeaders(STREAM, response, false, out);
    out.flip().position(Frames.HEADER_BYTES);
    return (MetaData.Response) decoder.decode(out);
  }

  @ParameterizedTest
  @ValueSource(ints = {103, 200, 304, 404, 418, 599, 999})
  void aStatusIsWhatItWas(int status) throws HpackException {
    assertThat(sent(response(status, -1, HttpFields.EMPTY)).getStatus()).isEqualTo(status);
  }

  @Test
  void aKnownLengthIsSaid() throws HpackException {
    HttpFields read = sent(response(200, 1234, HttpFields.EMPTY)).getHttpFields();
    assertThat(read.getLongField(HttpHeader.CONTENT_LENGTH)).isEqualTo(1234);
  }

  @Test
  void aLengthIsSaidOnce() throws HpackException {
    HttpFields fields = HttpFields.build().put(HttpHeader.CONTENT_LENGTH, 12);
    HttpFields read = sent(response(200, 12, fields)).getHttpFields();
    assertThat(read.getFields(HttpHeader.CONTENT_LENGTH)).hasSize(1);
  }

  @Test
  void fieldsOfTheConnectionAreLeftOut() throws HpackException {
    HttpFields fields =
        HttpFields.build()
            .add("Connection", "close, X-Hop")
            .add("X-Hop", "here")
            .add("Keep-Alive", "timeout=5")
            .add("Transfer-Encoding", "chunked")
            .add("X-End", "there");
    HttpFields read = sent(response(200, -1, fields)).getHttpFields();
    assertThat(read.getFieldNamesCollection()).containsExactly("x-end");
  }

  @ParameterizedTest
  @CsvSource({"X-A,'a\nb'", "X-A,'a\u0000b'", "'X A',b", "':path',b"})
  void whatCannotBeSentLeavesBufferAndTableAsTheyWere(String name, String value)
      throws HpackException {
    HttpFields illegal = HttpFields.build().add("X-Before", "1").add(name, value);
    out.clear().position(3);
    assertThatThrownBy(() -> writer.putHeaders(STREAM, response(200, -1, illegal), false, out))
        .isInstanceOf(HpackException.StreamException.class);
    assertThat(out.position()).isEqualTo(3);
    HttpFields fields = HttpFields.build().add("X-Before", "1").add("X-After", "2");
    assertThat(sent(response(200, -1, fields)).getHttpFields().asString())
        .isEqualTo("x-before: 1\r\nx-after: 2\r\n\r\n");
  }

  @Test
  void aThousandResponsesAreReadAsTheyWereWhateverBecomesOfTheTable() throws HpackException {
    Random random = new Random(5);
    PreEncodedHttpField common = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache");
    for (int i = 0; i < 1000; i++) {
      if (random.nextInt(50) == 0) {
        int size = random.nextInt(3) * 300;
        writer.tableSize(size);
        decoder.setMaxTableCapacity(size);
      }
      HttpFields.Mutable fields = HttpFields.build().add(common);
      fields.add(HttpHeader.ETAG, "\"" + random.nextInt(9) + "\"");
      fields.add("x-" + random.nextInt(20), String.valueOf(random.nextInt(20)));
      fields.add(new PreEncodedHttpField("x-again", "é" + random.nextInt(5)));
      assertThat(
              sent(response(200, -1, fields)).getHttpFields().asString().toLowerCase(Locale.ROOT))
          .isEqualTo(fields.asString().toLowerCase(Locale.ROOT));
    }
  }
}
