package dev.margay.rcache;

import dev.margay.rcache.coding.Encoder;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An encoder, called gzip, whose outcome a test decides. */
final class FakeEncoder implements Encoder {
  /** What the encoder makes of a whole content. */
  interface Coding {
    byte[] code(byte[] content, Tier tier) throws IOException;
  }

  private final Coding coding;

  FakeEncoder(Coding coding) {
    this.coding = coding;
  }

  @Override
  public ContentCoding coding() {
    return ContentCoding.GZIP;
  }

  @Override
  public int revision() {
    return 7;
  }

  @Override
  public OutputStream encode(OutputStream sink, Tier tier, long contentLength) {
    return new ByteArrayOutputStream() {
      private boolean closed;

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          try (sink) {
            sink.write(coding.code(toByteArray(), tier));
          }
        }
      }
    };
  }
}
