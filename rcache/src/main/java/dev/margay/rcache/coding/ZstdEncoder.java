package dev.margay.rcache.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.Tier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * zstd (RFC 8878). Both levels keep the window within 8 MiB, the most that RFC 9659 lets a browser
 * be asked for.
 */
public final class ZstdEncoder implements Encoder {
  private static final int FAST_LEVEL = 6;
  private static final int BEST_LEVEL = 19;

  @Override
  public ContentCoding coding() {
    return ContentCoding.ZSTD;
  }

  @Override
  public int revision() {
    return 1;
  }

  @Override
  public OutputStream encode(OutputStream sink, Tier tier, long contentLength) throws IOException {
    return new ZstdStream(sink, tier == Tier.BEST ? BEST_LEVEL : FAST_LEVEL, contentLength);
  }

  /**
   * Unlike the library's own stream it tells zstd the length beforehand, which sizes its tables.
   */
  private static final class ZstdStream extends OutputStream {
    private static final int BUFFER = 128 * 1024;

    private final OutputStream sink;
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER);
    private final ByteBuffer output = ByteBuffer.allocate(BUFFER);
    private boolean closed;

    ZstdStream(OutputStream sink, int level, long contentLength) {
      this.sink = sink;
      context.setLevel(level);
      context.setPledgedSrcSize(contentLength);
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int at = offset;
      int end = offset + count;
      while (at < end) {
        int step = Math.min(end - at, input.remaining());
        input.put(bytes, at, step);
        at += step;
        if (!input.hasRemaining()) {
          compress(EndDirective.CONTINUE);
        }
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (sink;
          context) {
        compress(EndDirective.END);
      }
    }

    private void compress(EndDirective directive) throws IOException {
      input.flip();
      boolean done;
      do {
        output.clear();
        boolean flushed = context.compressByteBufferStream(output, input, directive);
        sink.write(output.array(), 0, output.position());
        done = directive == EndDirective.END ? flushed : !input.hasRemaining();
      } while (!done);
      input.clear();
    }
  }
}
