package dev.margay.server.assets;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.EntityTag;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.BlockReader;
import dev.margay.rcache.store.Body;
import dev.margay.server.answer.PlainAnswer;
import dev.margay.server.catalog.Located;
import dev.margay.server.http.ByteRange;
import dev.margay.server.http.ByteRanges;
import dev.margay.server.http.CachingRule;
import dev.margay.server.http.CachingRule.VhMatch;
import dev.margay.server.http.CodingNegotiation;
import dev.margay.server.http.ContentRange;
import dev.margay.server.http.MultipartRanges;
import dev.margay.server.http.Preconditions;
import dev.margay.server.metrics.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends one representation to one client: status, fields, and the bytes that were asked for. */
final class AssetResponse {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final RequestFields fields;
  private final int status;
  private final FieldRules rules;
  private final DiskReading disk;
  private final ResidentBodies resident;

  /**
   * A response to {@code request}.
   *
   * @param status 200, or 404 for the page that tells so; only a 200 is subject to preconditions
   *     and ranges (RFC 9110 §13.2.1)
   */
  AssetResponse(
      Request request,
      Response response,
      Callback callback,
      RequestFields fields,
      int status,
      FieldRules rules,
      DiskReading disk,
      ResidentBodies resident) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.fields = fields;
    this.status = status;
    this.rules = rules;
    this.disk = disk;
    this.resident = resident;
  }

  /** What the request's preconditions say of this representation. */
  Preconditions.Verdict verdict(
      HotAsset asset, Rendition rendition, CodingNegotiation negotiation) {
    return Preconditions.evaluate(
        new Preconditions.Conditions(
            request.getMethod(),
            fields.ifMatch,
            fields.ifUnmodifiedSince,
            fields.ifNoneMatch,
            fields.ifModifiedSince),
        new Preconditions.Selected(
            asset.facts().content(),
            rendition.tag(),
            asset.facts().lastModified().orElse(null),
            negotiation::accepts));
  }

  /**
   * Sends what the request asks for of {@code rendition}.
   *
   * @param gone told why, with nothing sent, when the body is on disk and is not there any more
   */
  void send(
      HotAsset asset,
      Rendition rendition,
      CodingNegotiation negotiation,
      Consumer<IOException> gone) {
    VhMatch vh = vh(asset);
    if (status != 200) {
      HttpFields page =
          HttpFields.build(rendition.ok(vh))
              .put(HttpHeader.CACHE_CONTROL, rules.refusalCacheControl())
              .remove(HttpHeader.ETAG)
              .remove(HttpHeader.LAST_MODIFIED)
              .remove(HttpHeader.ACCEPT_RANGES);
      sendWhole(rendition.body(), page, gone);
      return;
    }
    if (fields.conditional) {
      Preconditions.Verdict verdict = verdict(asset, rendition, negotiation);
      if (verdict instanceof Preconditions.NotModified notModified) {
        sendNotModified(vh, rendition, notModified.tag());
        return;
      } else if (verdict instanceof Preconditions.Failed) {
        PlainAnswer.send(request, response, callback, 412, varied(rules.refusal(), asset));
        return;
      }
    }
    boolean wantsRange = fields.range != null && HttpMethod.GET.is(request.getMethod());
    if (wantsRange && ByteRanges.ifRangeHolds(fields.ifRange, rendition.tag())) {
      sendRanges(asset, rendition, vh, gone);
    } else {
      sendWhole(rendition.body(), rendition.ok(vh), gone);
    }
  }

  private VhMatch vh(HotAsset asset) {
    String query = request.getHttpURI().getQuery();
    return query == null ? VhMatch.ABSENT : CachingRule.vh(query, asset.facts().content());
  }

  /** Sends a 304 that carries {@code tag}, which names this content. */
  void sendNotModified(HotAsset asset, EntityTag tag) {
    sendNotModified(vh(asset), asset.plain(), tag);
  }

  private void sendNotModified(VhMatch vh, Rendition rendition, EntityTag tag) {
    response.setStatus(304);
    response.getHeaders().add(rendition.notModified(vh, tag));
    response.write(true, null, callback);
  }

  private void sendRanges(
      HotAsset asset, Rendition rendition, VhMatch vh, Consumer<IOException> gone) {
    long length = rendition.body().length();
    ByteRanges.Selection selection = ByteRanges.select(fields.range, length);
    if (selection instanceof ByteRanges.Whole) {
      sendWhole(rendition.body(), rendition.ok(vh), gone);
    } else if (selection instanceof ByteRanges.Parts parts) {
      sendParts(rendition, rendition.ok(vh), parts.ranges(), gone);
    } else {
      HttpFields.Mutable refusal =
          varied(rules.refusal(), asset)
              .put(HttpHeader.CONTENT_RANGE, ContentRange.unsatisfiable(length));
      PlainAnswer.send(request, response, callback, 416, refusal);
    }
  }

  private static HttpFields.Mutable varied(HttpFields.Mutable fields, HotAsset asset) {
    return asset.facts().type().compressible() ? fields.add(FieldRules.VARY) : fields;
  }

  private void sendParts(
      Rendition rendition, HttpFields ok, List<ByteRange> ranges, Consumer<IOException> gone) {
    Body body = rendition.body();
    HttpFields.Mutable partial = HttpFields.build(ok);
    List<DiskBody.Piece> pieces = new ArrayList<>();
    if (ranges.size() == 1) {
      ByteRange range = ranges.get(0);
      partial.put(HttpHeader.CONTENT_RANGE, ContentRange.contentRange(range, body.length()));
      partial.put(HttpHeader.CONTENT_LENGTH, range.length());
      pieces.add(new DiskBody.Piece(null, range));
    } else {
      MultipartRanges parts =
          MultipartRanges.of(ranges, ok.get(HttpHeader.CONTENT_TYPE), body.length(), boundary());
      partial.put(HttpHeader.CONTENT_TYPE, parts.mediaType());
      partial.put(HttpHeader.CONTENT_LENGTH, parts.contentLength());
      for (int i = 0; i < ranges.size(); i++) {
        pieces.add(new DiskBody.Piece(ByteBuffer.wrap(parts.header(i)), null));
        pieces.add(new DiskBody.Piece(null, ranges.get(i)));
      }
      pieces.add(new DiskBody.Piece(ByteBuffer.wrap(parts.closing()), null));
    }
    begin(206, partial);
    sendPieces(body, pieces, gone);
  }

  private static String boundary() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "margay-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  private void sendWhole(Body body, HttpFields ok, Consumer<IOException> gone) {
    begin(status, ok);
    if (HttpMethod.HEAD.is(request.getMethod()) || body.length() == 0) {
      response.write(true, null, callback);
    } else if (body instanceof Body.InMemory memory) {
      response.write(true, ByteBuffer.wrap(memory.bytes()), callback);
    } else if (body instanceof Body.OnDisk file) {
      sendLarge(file, gone);
    }
  }

  private void sendLarge(Body.OnDisk body, Consumer<IOException> gone) {
    ResidentBodies.Lease lease = resident.borrow(body);
    if (lease != null) {
      new MemoryBody(lease, response, callback).iterate();
    } else {
      sendPieces(body, List.of(whole(body.length())), gone);
    }
  }

  private static DiskBody.Piece whole(long length) {
    return new DiskBody.Piece(null, new ByteRange(0, length - 1));
  }

  private void begin(int code, HttpFields headers) {
    response.setStatus(code);
    response.getHeaders().add(headers);
  }

  private void sendPieces(Body body, List<DiskBody.Piece> pieces, Consumer<IOException> gone) {
    if (body instanceof Body.InMemory memory) {
      response.write(true, gather(memory, pieces), callback);
    } else if (body instanceof Body.OnDisk file) {
      onDisk(
          () -> {
            BlockReader reader = BlockReader.open(file.file(), file.blocks());
            return new CheckedFile(reader);
          },
          pieces,
          gone);
    }
  }

  /** At most eight ranges of at most the body's length: one copy, one write. */
  private static ByteBuffer gather(Body.InMemory memory, List<DiskBody.Piece> pieces) {
    if (pieces.size() == 1) {
      return slice(memory, pieces.get(0).range());
    }
    List<ByteBuffer> parts = new ArrayList<>();
    int total = 0;
    for (DiskBody.Piece piece : pieces) {
      ByteBuffer part = piece.bytes() != null ? piece.bytes() : slice(memory, piece.range());
      parts.add(part);
      total += part.remaining();
    }
    ByteBuffer all = ByteBuffer.allocate(total);
    parts.forEach(all::put);
    return all.flip();
  }

  private static ByteBuffer slice(Body.InMemory memory, ByteRange range) {
    return ByteBuffer.wrap(memory.bytes(), (int) range.first(), (int) range.length());
  }

  /** Sends a file of which nothing is known: whole, without a tag, not to be kept. */
  void sendUnhashed(Located.Unhashed unhashed) {
    long length = unhashed.stamp().size();
    new Exchange(null, ContentCoding.IDENTITY, Tier.BEST, Exchange.Served.UNHASHED, length)
        .noteOn(request);
    begin(status, rules.unhashed(unhashed.type().value(), length));
    if (HttpMethod.HEAD.is(request.getMethod()) || length == 0) {
      response.write(true, null, callback);
      return;
    }
    onDisk(
        () -> new UnhashedFile(unhashed),
        List.of(whole(length)),
        changed -> PlainAnswer.send(request, response, callback, 503, rules.refusal()));
  }

  /** How bytes on disk are opened. */
  private interface Opening {
    ByteSource open() throws IOException;
  }

  private void onDisk(Opening opening, List<DiskBody.Piece> pieces, Consumer<IOException> gone) {
    try {
      disk.threads()
          .execute(
              () -> {
                ByteSource source;
                try {
                  source = opening.open();
                } catch (IOException e) {
                  response.reset();
                  gone.accept(e);
                  return;
                }
                new DiskBody(source, pieces, response, callback, disk, gone).sendNext();
              });
    } catch (RejectedExecutionException e) {
      callback.failed(e);
    }
  }

  /** A file with the hashes of its blocks. */
  private record CheckedFile(BlockReader reader) implements ByteSource {
    @Override
    public void read(long position, ByteBuffer buffer) throws IOException {
      reader.read(position, buffer);
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
