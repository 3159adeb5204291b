package dev.margay.server.http2;

import static dev.margay.server.http2.FieldBlock.ONLY;
import static dev.margay.server.http2.FieldBlock.TO_TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of a request may say (RFC 9113 §8.2 and §8.3). */
class RequestFieldsTest {
  private static final int STREAM = 9;

  private final FieldBlockReader reader = new FieldBlockReader(8192, () -> 1);

  private MetaData.Request request(FieldBlock block) throws Violation {
    return (MetaData.Request) reader.read(block.buffer(), STREAM);
  }

  private void assertMalformed(FieldBlock block) {
    assertThatThrownBy(() -> reader.read(block.buffer(), STREAM))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> {
              assertThat(violation.stream()).isEqualTo(STREAM);
              assertThat(violation.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
            });
  }

  private void assertTargetUnreadable(FieldBlock block) throws Violation {
    assertThat(MetaData.Failed.getFailure(request(block))).isNotNull();
  }

  @Test
  void aRequestSaysWhatItIs() throws Violation {
    FieldBlock block =
        new FieldBlock()
            .literal(":method", "POST")
            .literal(":scheme", "HTTPS")
            .literal(":authority", "a.example:8443")
            .literal(":path", "/b?c=d")
            .literal("content-length", "12")
            .literal("x-y", "z");
    MetaData.Request request = request(block);
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getHttpURI().getScheme()).isEqualTo("https");
    assertThat(request.getHttpURI().getHost()).isEqualTo("a.example");
    assertThat(request.getHttpURI().getPort()).isEqualTo(8443);
    assertThat(request.getHttpURI().getPath()).isEqualTo("/b");
    assertThat(request.getHttpURI().getQuery()).isEqualTo("c=d");
    assertThat(request.getHttpVersion()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(request.getProtocol()).isNull();
    assertThat(request.getContentLength()).isEqualTo(12);
    assertThat(request.getHttpFields().getLongField(HttpHeader.CONTENT_LENGTH)).isEqualTo(12);
    assertThat(request.getHttpFields().get("x-y")).isEqualTo("z");
  }

  @Test
  void aRequestWithoutAnAuthorityHasNoHost() throws Violation {
    MetaData.Request request = request(new FieldBlock().indexed(2).indexed(7).indexed(4));
    assertThat(request.getHttpURI().getHost()).isNull();
    assertThat(request.getContentLength()).isEqualTo(-1);
  }

  @Test
  void aRequestCanHaveAnyNumberOfFields() throws Violation {
    FieldBlock block = FieldBlock.request();
    for (int i = 0; i < 100; i++) {
      block.literal("x-" + i, "" + i);
    }
    assertThat(request(block).getHttpFields().stream().map(HttpField::getValue))
        .hasSize(100)
        .startsWith("0", "1")
        .endsWith("99");
  }

  /** To be joined by whoever hands them on (RFC 9113 §8.2.3). */
  @Test
  void cookiesStayAsTheyCame() throws Violation {
    FieldBlock block = FieldBlock.request().literal("cookie", "a=b").literal("cookie", "c=d");
    assertThat(request(block).getHttpFields().getValuesList(HttpHeader.COOKIE))
        .containsExactly("a=b", "c=d");
  }

  @Test
  void fieldsAloneAreTrailers() throws Violation {
    MetaData trailers = reader.read(new FieldBlock().literal("x-sum", "1").buffer(), STREAM);
    assertThat(trailers.isRequest()).isFalse();
    assertThat(trailers.getHttpFields().get("x-sum")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Upper, a",
    "x y, a",
    "x:y, a",
    "x(, a",
    ":, a",
    ":Path, /",
    "é, a",
    "x, ' a'",
    "x, 'a '",
    "x, '\ta'",
    "x, 'a\nb'",
    "x, 'a\rb'",
    "x, 'a\0b'",
    "x, 'abcdefg\u0001h'",
    "x, 'a\u007fb'",
    "x, '1234567\u007f'",
    "connection, close",
    "connection, te",
    "keep-alive, timeout=5",
    "proxy-connection, close",
    "transfer-encoding, chunked",
    "upgrade, h2c",
    "te, gzip",
    "te, 'trailers, gzip'",
    "content-length, ''",
    "content-length, a",
    "content-length, +1",
    "content-length, -1",
    "content-length, 9999999999999999999"
  })
  void aFieldThatNoRequestMayHave(String name, String value) throws Violation {
    assertMalformed(FieldBlock.request().literal(name, value));
    assertMalformed(FieldBlock.request().literal(TO_TABLE, name, value).literal("x", "y"));
    assertMalformed(FieldBlock.request().indexed(62)); // wherever it comes from
    assertMalformed(new FieldBlock().literal(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "x, ''",
    "x, 'a\tb  c'",
    "x, 'a\u0080\u00ffb'",
    "x, '12345678é\t12345678'",
    "!#$%&'*+-.^_`|~09, a",
    "te, trailers",
    "te, Trailers",
    "expect, anything",
    "content-length, 0",
    "host, another.example"
  })
  void aFieldThatARequestMayHave(String name, String value) throws Violation {
    assertThat(request(FieldBlock.request().literal(name, value)).getHttpFields().get(name))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    ":status, 200",
    ":status, abc",
    ":protocol, websocket",
    ":unknown, a",
    ":method, GET",
    ":scheme, https",
    ":authority, a",
    ":path, /"
  })
  void aPseudoFieldThatIsUnknownOrComesTwice(String name, String value) {
    assertMalformed(FieldBlock.request().literal(name, value));
  }

  @ParameterizedTest
  @CsvSource({":method, GET", ":scheme, https", ":authority, a", ":path, /"})
  void aPseudoFieldAfterAField(String name, String value) {
    FieldBlock block = new FieldBlock();
    String[] pseudo = {":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/"};
    for (int i = 0; i < pseudo.length; i += 2) {
      if (!pseudo[i].equals(name)) {
        block.literal(pseudo[i], pseudo[i + 1]);
      }
    }
    assertMalformed(block.literal("x-a", "b").literal(name, value));
  }

  @Test
  void aRequestWithoutAMethodASchemeOrAPath() {
    assertMalformed(new FieldBlock().indexed(7).literal(1, "a").indexed(4));
    assertMalformed(new FieldBlock().indexed(2).literal(1, "a").indexed(4));
    assertMalformed(new FieldBlock().indexed(2).indexed(7).literal(1, "a"));
    assertMalformed(new FieldBlock().literal(1, "a"));
  }

  @Test
  void aPseudoFieldThatSaysNothing() {
    assertMalformed(new FieldBlock().indexed(2).indexed(7).literal(1, "a").literal(4, ""));
    assertMalformed(new FieldBlock().literal(2, "").indexed(7).literal(1, "a").indexed(4));
    assertMalformed(new FieldBlock().literal(2, "G T").indexed(7).literal(1, "a").indexed(4));
    assertMalformed(new FieldBlock().indexed(2).literal(6, "ftp").literal(1, "a").indexed(4));
  }

  @Test
  void aLengthMayBeRepeatedButNotContradicted() throws Violation {
    FieldBlock same =
        FieldBlock.request().literal("content-length", "5").literal("content-length", "5");
    assertThat(request(same).getContentLength()).isEqualTo(5);
    assertMalformed(
        FieldBlock.request().literal("content-length", "5").literal("content-length", "6"));
  }

  /** RFC 9113 §8.5. */
  @Test
  void connectHasAnAuthorityOnly() throws Violation {
    MetaData.Request connect =
        request(new FieldBlock().literal(ONLY, 2, "CONNECT").literal(1, "a:443"));
    assertThat(connect).isInstanceOf(MetaData.ConnectRequest.class);
    assertThat(connect.getMethod()).isEqualTo("CONNECT");
    assertThat(connect.getProtocol()).isNull();
    assertThat(connect.getHttpURI().getAuthority()).isEqualTo("a:443");
    assertThat(connect.getHttpURI().getPath()).isNull();
    assertMalformed(new FieldBlock().literal(2, "CONNECT"));
    assertMalformed(new FieldBlock().literal(2, "CONNECT").literal(1, "a:443").indexed(7));
    assertMalformed(new FieldBlock().literal(2, "CONNECT").literal(1, "a:443").indexed(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "http://a/", "/%00", "/%zz"})
  void aPathThatCannotBeReadIsAnswered(String path) throws Violation {
    assertTargetUnreadable(new FieldBlock().indexed(2).indexed(7).literal(1, "a").literal(4, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "a:99999", "a:", "[a", "[::1]a", "user@a", "a b", ":80"})
  void anAuthorityThatCannotBeReadIsAnswered(String authority) throws Violation {
    assertTargetUnreadable(
        new FieldBlock().literal(TO_TABLE, 1, authority).indexed(2).indexed(7).indexed(4));
    assertTargetUnreadable(new FieldBlock().indexed(2).indexed(7).indexed(4).indexed(62));
    assertMalformed(new FieldBlock().indexed(62).indexed(2).indexed(7));
  }
}
