package dev.margay.server.http2;

import static dev.margay.server.http2.FieldBlock.NEVER_TO_TABLE;
import static dev.margay.server.http2.FieldBlock.ONLY;
import static dev.margay.server.http2.FieldBlock.TO_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bytes become fields (RFC 7541). What fields may say is {@link RequestFieldsTest}'s. */
class FieldBlockReaderTest {
  private static final int STREAM = 7;
  private static final int MOST = 8192;
  private static final long NOW = 1234;
  private static final int FIRST = 62;

  private final FieldBlockReader reader = new FieldBlockReader(MOST, () -> NOW);

  private MetaData read(FieldBlock block) throws Violation {
    return reader.read(block.buffer(), STREAM);
  }

  private List<String> fields(FieldBlock block) throws Violation {
    return read(block).getHttpFields().stream().map(HttpField::toString).toList();
  }

  private String request(String hex) throws Violation {
    MetaData.Request request = (MetaData.Request) read(FieldBlock.ofHex(hex));
    String fields = request.getHttpFields().asString().replace("\r\n", " ").strip();
    return (request.getMethod() + ' ' + request.getHttpURI() + ' ' + fields).strip();
  }

  private void assertEndsConnection(ErrorCode code, ByteBuffer block) {
    assertThatThrownBy(() -> reader.read(block, STREAM))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.stream()).isZero();
              assertThat(violation.code()).isEqualTo(code);
            });
  }

  private void assertCannotBeDecoded(FieldBlock block) {
    assertEndsConnection(ErrorCode.COMPRESSION_ERROR, block.buffer());
  }

  private void assertMalformed(FieldBlock block) {
    assertThatThrownBy(() -> read(block))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.stream()).isEqualTo(STREAM);
              assertThat(violation.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
            });
  }

  /** RFC 7541 C.2.1. */
  @Test
  void aLiteralThatIsIndexed() throws Violation {
    String hex = "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572";
    assertThat(fields(FieldBlock.ofHex(hex))).containsExactly("custom-key: custom-header");
    assertThat(fields(new FieldBlock().indexed(FIRST)))
        .containsExactly("custom-key: custom-header");
  }

  /** RFC 7541 C.2.2, which is a part of a request. */
  @Test
  void aLiteralThatIsNotIndexed() throws Violation {
    assertThat(request("8287 0101 61 040c 2f73 616d 706c 652f 7061 7468"))
        .isEqualTo("GET https://a/sample/path");
    assertCannotBeDecoded(new FieldBlock().indexed(FIRST));
  }

  /** RFC 7541 C.2.3. */
  @Test
  void aLiteralThatIsNeverIndexed() throws Violation {
    assertThat(fields(FieldBlock.ofHex("1008 7061 7373 776f 7264 0673 6563 7265 74")))
        .containsExactly("password: secret");
    assertCannotBeDecoded(new FieldBlock().indexed(FIRST));
  }

  /** RFC 7541 C.3 and C.4, the latter in Huffman's code. */
  @ParameterizedTest
  @CsvSource({
    "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d,"
        + "8286 84be 5808 6e6f 2d63 6163 6865,"
        + "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff,"
        + "8286 84be 5886 a8eb 1064 9cbf,"
        + "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"
  })
  void threeRequests(String first, String second, String third) throws Violation {
    assertThat(request(first)).isEqualTo("GET http://www.example.com/");
    assertThat(request(second)).isEqualTo("GET http://www.example.com/ cache-control: no-cache");
    assertThat(request(third))
        .isEqualTo("GET https://www.example.com/index.html custom-key: custom-value");
    assertThat(fields(new FieldBlock().indexed(FIRST).indexed(FIRST + 1)))
        .containsExactly("custom-key: custom-value", "cache-control: no-cache");
    assertCannotBeDecoded(new FieldBlock().indexed(FIRST + 3));
  }

  /** RFC 7541 C.5 and C.6: no client may send them, but the table follows, in 256 bytes. */
  @ParameterizedTest
  @CsvSource({
    "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a"
        + "3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d,"
        + "4803 3330 37c1 c0bf,"
        + "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0"
        + "5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851"
        + "5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
    "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e"
        + "919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3,"
        + "4883 640e ffc1 c0bf,"
        + "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad"
        + "94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160"
        + "65c0 03ed 4ee5 b106 3d50 07"
  })
  void threeResponses(String first, String second, String third) throws Violation {
    fields(new FieldBlock().tableSize(256));
    assertMalformed(FieldBlock.ofHex(first));
    assertThat(fields(indexed(FIRST, FIRST + 1, FIRST + 2)))
        .containsExactly(
            "location: https://www.example.com",
            "date: Mon, 21 Oct 2013 20:13:21 GMT",
            "cache-control: private");
    assertMalformed(FieldBlock.ofHex(second));
    assertThat(fields(indexed(FIRST + 1, FIRST + 3)))
        .containsExactly("location: https://www.example.com", "cache-control: private");
    assertCannotBeDecoded(indexed(FIRST + 4));
    assertMalformed(FieldBlock.ofHex(third));
    assertThat(fields(indexed(FIRST, FIRST + 1, FIRST + 2)))
        .containsExactly(
            "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            "content-encoding: gzip",
            "date: Mon, 21 Oct 2013 20:13:22 GMT");
    assertCannotBeDecoded(indexed(FIRST + 3));
  }

  private static FieldBlock indexed(int... indices) {
    FieldBlock block = new FieldBlock();
    for (int index : indices) {
      block.indexed(index);
    }
    return block;
  }

  @Test
  void aRequestBeginsWhenItIsSaidTo() throws Violation {
    MetaData.Request request = (MetaData.Request) read(FieldBlock.request());
    assertThat(request.getBeginNanoTime()).isEqualTo(NOW);
  }

  @Test
  void aBlockIsReadFromMemoryOfAnyKindFromItsPositionToItsLimit() throws Violation {
    byte[] bytes = FieldBlock.request().literal(ONLY, "x-a", "b").bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 20).position(10).put(bytes);
    ByteBuffer heap = ByteBuffer.allocate(bytes.length + 20).position(10).put(bytes);
    for (ByteBuffer block : List.of(direct, heap)) {
      block.limit(block.position()).position(10);
      MetaData read = reader.read(block, STREAM);
      assertThat(read.getHttpFields().get("x-a")).isEqualTo("b");
      assertThat(block.remaining()).isZero();
    }
  }

  @Test
  void aKnownNameIsKnownHoweverItIsSaid() throws Violation {
    FieldBlock block =
        new FieldBlock()
            .literal(TO_TABLE, "etag", "\"a\"")
            .literal(34, "\"b\"")
            .literal(NEVER_TO_TABLE, FIRST, "\"c\"")
            .raw(0)
            .coded("etag")
            .coded("\"d\"");
    List<HttpField> fields = read(block).getHttpFields().stream().toList();
    assertThat(fields).extracting(HttpField::getHeader).containsOnly(HttpHeader.ETAG);
    assertThat(fields).extracting(HttpField::getName).containsOnly("etag");
    assertThat(fields)
        .extracting(HttpField::getValue)
        .containsExactly("\"a\"", "\"b\"", "\"c\"", "\"d\"");
  }

  @Test
  void aBlockMayBeEmpty() throws Violation {
    assertThat(fields(new FieldBlock())).isEmpty();
  }

  @Test
  void aValueIsReadAsLatin1() throws Violation {
    assertThat(fields(new FieldBlock().literal("x", "\u0080é\u00ff").raw(0).text("y").coded("é")))
        .containsExactly("x: \u0080é\u00ff", "y: é");
  }

  @Test
  void aBlockLargerThanWhatAThreadKeepsIsRead() throws Violation {
    String value = "0".repeat(4000);
    FieldBlock block = new FieldBlock().literal("x", value).raw(0).text("y").coded(value);
    assertThat(fields(block)).containsExactly("x: " + value, "y: " + value);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, FIRST, 127, 128, 1 << 20})
  void anIndexWithoutAFieldCannotBeDecoded(int index) {
    assertCannotBeDecoded(new FieldBlock().indexed(index));
    if (index != 0) {
      assertCannotBeDecoded(new FieldBlock().literal(ONLY, index, "a"));
      assertCannotBeDecoded(new FieldBlock().literal(TO_TABLE, index, "a"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff ffff ffff ffff ffff ff01", // 2^63 and more
        "ff ffff ffff 0f", // 2^32
        "ff 8080 8080 00", // zeros that say nothing
        "7f ffff ffff 07",
        "3f ffff ffff 07",
        "0f ffff ffff 07",
        "0001 617f ffff ffff 07",
        "0001 61ff ffff ffff 07"
      })
  void anIntegerThatIsTooLargeCannotBeDecoded(String hex) {
    assertCannotBeDecoded(FieldBlock.ofHex(hex));
  }

  @Test
  void aBlockCutOffAnywhereCannotBeDecoded() {
    FieldBlock whole = new FieldBlock().literal(TO_TABLE, "name", "value".repeat(40)).indexed(200);
    byte[] literal = new FieldBlock().literal(TO_TABLE, "name", "value".repeat(40)).bytes();
    for (int length = 1; length < whole.bytes().length; length++) {
      if (length != literal.length) {
        assertEndsConnection(
            ErrorCode.COMPRESSION_ERROR, ByteBuffer.wrap(whole.bytes(), 0, length));
      }
    }
  }

  @Test
  void aTextLongerThanItsBlockCannotBeDecoded() {
    assertCannotBeDecoded(new FieldBlock().raw(0).integer(0, 7, 100_000_000));
    assertCannotBeDecoded(new FieldBlock().raw(0).integer(0x80, 7, 100_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"81ff", "821fff", "84ffffffff", "8100"})
  void aTextThatIsBadlyCodedCannotBeDecoded(String text) {
    assertCannotBeDecoded(FieldBlock.ofHex("00" + text + "0161"));
    assertCannotBeDecoded(FieldBlock.ofHex("000161" + text));
  }

  @Test
  void theTableMayChangeBeforeTheFirstFieldOnly() throws Violation {
    read(FieldBlock.request().literal(TO_TABLE, "x-a", "b"));
    assertThat(fields(new FieldBlock().tableSize(0).tableSize(4096))).isEmpty();
    assertCannotBeDecoded(indexed(FIRST));
    assertCannotBeDecoded(FieldBlock.request().tableSize(0));
  }

  @Test
  void theTableMayNotBeLargerThanAnnounced() {
    assertCannotBeDecoded(new FieldBlock().tableSize(4097));
  }

  @Test
  void aNameMayBeOfAFieldThatLeavesTheTableForIt() throws Violation {
    String large = "v".repeat(4096 - 32 - 3);
    read(new FieldBlock().literal(TO_TABLE, "x-a", large));
    assertThat(fields(new FieldBlock().literal(TO_TABLE, FIRST, "b").indexed(FIRST)))
        .containsExactly("x-a: b", "x-a: b");
  }

  @Test
  void fieldsHaveALimitHoweverShortlyTheyAreCoded() throws Violation {
    read(new FieldBlock().literal(TO_TABLE, "x-a", "b".repeat(1000 - 35)));
    assertThat(fields(indexed(FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST))).hasSize(8);
    FieldBlock bomb = indexed(FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST);
    assertEndsConnection(ErrorCode.PROTOCOL_ERROR, bomb.buffer());
  }

  @Test
  void aBlockHasALimit() {
    FieldBlock block = new FieldBlock().literal("x-a", "b".repeat(MOST));
    assertEndsConnection(ErrorCode.PROTOCOL_ERROR, block.buffer());
  }

  @Test
  void aMalformedBlockLeavesTheTableAsTheClients() throws Violation {
    assertMalformed(
        FieldBlock.request()
            .literal(TO_TABLE, "X-Bad", "a")
            .literal(TO_TABLE, "x-bad", "a\nb")
            .literal(TO_TABLE, "x-good", "c"));
    assertThat(fields(indexed(FIRST))).containsExactly("x-good: c");
    assertMalformed(indexed(FIRST + 1));
    assertMalformed(indexed(FIRST + 2));
    assertMalformed(new FieldBlock().literal(FIRST + 2, "d"));
    assertThat(fields(new FieldBlock().literal(FIRST + 1, "d"))).containsExactly("x-bad: d");
  }

  @Test
  void aFieldWithoutANameEndsTheConnection() {
    assertEndsConnection(ErrorCode.PROTOCOL_ERROR, new FieldBlock().literal("", "a").buffer());
  }
}
