package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Thousands of connections' blocks, sound and spoilt, are read as Jetty's decoder reads them, but
 * for what {@link #judge} names: there Jetty's is less strict than the standards, or ends a
 * connection for what spoils one request only.
 */
class FieldBlockComparisonTest {
  private static final int STREAM = 5;
  private static final int MOST = 2000;
  private static final long NOW = 77;
  private static final int CONNECTIONS = 600;
  private static final int BLOCKS = 12;

  private static final List<String> NAMES =
      List.of(
          "user-agent",
          "accept",
          "if-none-match",
          "cookie",
          "range",
          "host",
          "x-a",
          "x-b",
          "content-length",
          "te",
          "connection",
          "upgrade",
          "sec-fetch-mode",
          "X-Upper",
          "b d");

  private static final List<String> VALUES =
      List.of(
          "",
          "a",
          "12",
          "0",
          "trailers",
          "TE",
          "\"3q2-7wHJ4lGv0sDx9FbKzR8TnYcUeQ.br-11\"",
          " a",
          "a\tb",
          "é\u00ff",
          "Mozilla/5.0 (X11; Linux x86_64)",
          "a=b; c=d",
          "v~^<`{|}\\");

  private static final List<String> AUTHORITIES =
      List.of("a.example", "a.example:8443", "127.0.0.1:80", "[::1]:443", "", "a:b", "b c");

  private static final List<String> PATHS =
      List.of("/", "/a/b.css", "/a?b=c", "/%2e%2e/a", "/a//b", "*", "a", "", "/%00", "/é", "/a;b");

  private static final Set<HttpHeader> OF_CONNECTION =
      EnumSet.of(
          HttpHeader.CONNECTION,
          HttpHeader.KEEP_ALIVE,
          HttpHeader.PROXY_CONNECTION,
          HttpHeader.TRANSFER_ENCODING,
          HttpHeader.UPGRADE);

  private Random random;
  private HpackDecoder theirs;
  private FieldBlockReader ours;

  @RepeatedTest(4)
  void whatIsReadIsWhatJettyReads(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    int requests = 0;
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      theirs = new HpackDecoder(MOST, () -> NOW);
      ours = new FieldBlockReader(MOST, () -> NOW);
      boolean alive = true;
      for (int i = 0; i < BLOCKS && alive; i++) {
        byte[] block = block().bytes();
        if (random.nextInt(6) == 0) {
          spoil(block);
        }
        Object jettys = readByJetty(block);
        Object own = read(block);
        judge(jettys, own, block);
        requests += own instanceof MetaData.Request ? 1 : 0;
        alive =
            !(jettys instanceof HpackException.SessionException)
                && !(own instanceof Violation violation && violation.stream() == 0);
      }
    }
    assertThat(requests).as("what is compared is mostly sound").isGreaterThan(CONNECTIONS);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Mostly the first, which are sound. */
  private <T> T mostly(List<T> list) {
    return list.get(random.nextInt(10) == 0 ? random.nextInt(list.size()) : random.nextInt(3));
  }

  private FieldBlock block() {
    FieldBlock block = new FieldBlock();
    if (random.nextInt(30) == 0) {
      block.tableSize(random.nextInt(4200));
    }
    if (random.nextInt(20) != 0) {
      addPseudo(block);
    }
    for (int fields = random.nextInt(6); fields > 0; fields--) {
      int kind = kind();
      switch (random.nextInt(4)) {
        case 0 ->
            block.indexed(random.nextInt(25) == 0 ? random.nextInt(80) : 15 + random.nextInt(13));
        case 1 -> text(block.integer(kind, prefix(kind), 15 + random.nextInt(47)), any(VALUES));
        default -> {
          text(
              block.integer(kind, prefix(kind), 0),
              random.nextInt(4) == 0 ? any(NAMES) : NAMES.get(random.nextInt(8)));
          text(block, random.nextInt(4) == 0 ? any(VALUES) : VALUES.get(1 + random.nextInt(2)));
        }
      }
    }
    if (random.nextInt(20) == 0) {
      block.indexed(62 + random.nextInt(10));
    }
    return block;
  }

  private int kind() {
    return List.of(FieldBlock.TO_TABLE, FieldBlock.ONLY, FieldBlock.NEVER_TO_TABLE)
        .get(random.nextInt(3));
  }

  private static int prefix(int kind) {
    return kind == FieldBlock.TO_TABLE ? 6 : 4;
  }

  private void text(FieldBlock block, String text) {
    if (random.nextBoolean()) {
      block.text(text);
    } else {
      block.coded(text);
    }
  }

  private void addPseudo(FieldBlock block) {
    for (int left : List.of(2, 7, 1, 4)) {
      if (random.nextInt(40) == 0) {
        continue;
      }
      int kind = kind();
      switch (left) {
        case 2 -> {
          if (random.nextBoolean()) {
            block.indexed(2 + random.nextInt(2));
          } else {
            text(
                block.integer(kind, prefix(kind), 2),
                mostly(List.of("HEAD", "PUT", "X-Y", "CONNECT", "")));
          }
        }
        case 7 -> block.indexed(random.nextInt(40) == 0 ? 8 : 6 + random.nextInt(2));
        case 1 -> text(block.integer(kind, prefix(kind), 1), mostly(AUTHORITIES));
        default -> text(block.integer(kind, prefix(kind), 4 + random.nextInt(2)), mostly(PATHS));
      }
    }
  }

  private void spoil(byte[] block) {
    for (int i = random.nextInt(3); i >= 0 && block.length > 0; i--) {
      int at = random.nextInt(block.length);
      block[at] =
          (byte) (random.nextBoolean() ? random.nextInt() : block[at] ^ (1 << random.nextInt(8)));
    }
  }

  private Object readByJetty(byte[] block) {
    try {
      return theirs.decode(ByteBuffer.wrap(block));
    } catch (HpackException e) {
      return e;
    }
  }

  private Object read(byte[] block) {
    try {
      return ours.read(ByteBuffer.wrap(block), STREAM);
    } catch (Violation e) {
      return e;
    }
  }

  private static void judge(Object jettys, Object own, byte[] block) {
    Supplier<String> what = () -> Arrays.toString(block) + ": " + jettys + " / " + own;
    if (jettys instanceof HpackException.CompressionException) {
      assertThat(own).as(what).isInstanceOf(Violation.class);
      assertThat(((Violation) own).code()).as(what).isEqualTo(ErrorCode.COMPRESSION_ERROR);
    } else if (jettys instanceof HpackException.SessionException e) {
      if (isOfOneRequest(e.getCause())) {
        assertThat(own instanceof Violation || isFailed(own)).as(what).isTrue();
      } else {
        assertThat(own).as(what).isInstanceOf(Violation.class);
        assertThat(((Violation) own).stream()).as(what).isZero();
      }
    } else if (jettys instanceof HpackException.StreamException e) {
      boolean answered = "Invalid URI".equals(e.getMessage());
      assertThat(answered ? isFailed(own) || isOfStream(own) : isOfStream(own)).as(what).isTrue();
    } else if (isOfStream(own)) {
      assertThat(isLessStrict((MetaData) jettys)).as(what).isTrue();
    } else {
      assertThat(own).as(what).isInstanceOf(MetaData.class);
      assertSame((MetaData) own, (MetaData) jettys, what);
    }
  }

  private static boolean isOfStream(Object own) {
    return own instanceof Violation violation && violation.stream() == STREAM;
  }

  private static boolean isFailed(Object own) {
    return own instanceof MetaData read && MetaData.Failed.getFailure(read) != null;
  }

  /** A length, a status or an authority that is none, or a path of CONNECT's. */
  private static boolean isOfOneRequest(Throwable cause) {
    return cause instanceof IllegalArgumentException || cause instanceof HttpException;
  }

  private static boolean isLessStrict(MetaData read) {
    HttpFields fields = read.getHttpFields();
    List<String> lengths = fields.getValuesList(HttpHeader.CONTENT_LENGTH);
    return read.isResponse()
        || fields.stream().anyMatch(field -> OF_CONNECTION.contains(field.getHeader()))
        || lengths.stream().distinct().count() > 1
        || lengths.stream().anyMatch(length -> !length.matches("[0-9]{1,18}"))
        || (read instanceof MetaData.Request request
            && (read instanceof MetaData.ConnectRequest
                || !request.getMethod().matches("[-!#$%&'*+.^_`|~0-9A-Za-z]+")));
  }

  private static void assertSame(MetaData own, MetaData jettys, Supplier<String> what) {
    assertThat(own.getClass()).as(what).isEqualTo(jettys.getClass());
    assertThat(own.getHttpVersion()).isEqualTo(jettys.getHttpVersion());
    assertThat(own.getContentLength()).as(what).isEqualTo(jettys.getContentLength());
    assertThat(own.getHttpFields().size()).as(what).isEqualTo(jettys.getHttpFields().size());
    for (int i = 0; i < own.getHttpFields().size(); i++) {
      HttpField field = own.getHttpFields().getField(i);
      HttpField other = jettys.getHttpFields().getField(i);
      assertThat(field.getHeader()).as(what).isEqualTo(other.getHeader());
      assertThat(field.getName()).as(what).isEqualTo(other.getName());
      assertThat(field.getValue()).as(what).isEqualTo(other.getValue());
    }
    if (own instanceof MetaData.Request request) {
      MetaData.Request other = (MetaData.Request) jettys;
      assertThat(request.getMethod()).as(what).isEqualTo(other.getMethod());
      assertThat(request.getProtocol()).as(what).isEqualTo(other.getProtocol());
      assertThat(request.getBeginNanoTime()).isEqualTo(other.getBeginNanoTime());
      TargetUriTest.assertSame(request.getHttpURI(), other.getHttpURI());
    }
  }
}
