package dev.margay.server.assets;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.EntityTag;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.AssetKind;
import dev.margay.server.http.CachingRule;
import dev.margay.server.http.CachingRule.Freshness;
import dev.margay.server.http.CachingRule.VhMatch;
import dev.margay.server.http.HttpDate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * The fields of a domain's responses (behaviour: sections 3 and 4). Built once for each
 * representation, and sent many times.
 *
 * @param freshness how long browsers may keep assets
 * @param strictTransport whether browsers are told to use TLS only (RFC 6797)
 */
public record FieldRules(Freshness freshness, boolean strictTransport) {
  static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
  private static final HttpField RANGES =
      new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField REFERRER =
      new PreEncodedHttpField("Referrer-Policy", "strict-origin-when-cross-origin");
  private static final HttpField STRICT_TRANSPORT =
      new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");

  /** The fields of a 200 with these bytes, {@code Date} excepted. */
  HttpFields ok(
      AssetFacts facts,
      ContentCoding coding,
      EntityTag tag,
      long length,
      VhMatch vh,
      boolean serviceWorker) {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add(pre(HttpHeader.CONTENT_TYPE, facts.type().value()));
    fields.add(contentLength(length));
    if (coding != ContentCoding.IDENTITY) {
      fields.add(pre(HttpHeader.CONTENT_ENCODING, coding.token()));
    }
    addValidators(fields, facts, tag, vh, serviceWorker);
    facts
        .lastModified()
        .ifPresent(time -> fields.add(pre(HttpHeader.LAST_MODIFIED, HttpDate.format(time))));
    fields.add(RANGES);
    return addSecurity(fields).asImmutable();
  }

  /** The fields of a 304 (RFC 9110 §15.4.5): those that a cache is to update. */
  HttpFields notModified(AssetFacts facts, EntityTag tag, VhMatch vh, boolean serviceWorker) {
    HttpFields.Mutable fields = HttpFields.build();
    addValidators(fields, facts, tag, vh, serviceWorker);
    return fields.asImmutable();
  }

  /** The fields of a 200 with a file of which nothing is known but its name and size. */
  HttpFields unhashed(String mediaType, long length) {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add(HttpHeader.CONTENT_TYPE, mediaType);
    fields.add(HttpHeader.CONTENT_LENGTH, Long.toString(length));
    fields.add(HttpHeader.CACHE_CONTROL, "no-store");
    return addSecurity(fields);
  }

  /** The fields of errors and redirects. */
  HttpFields.Mutable refusal() {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add(HttpHeader.CACHE_CONTROL, CachingRule.errorCacheControl(freshness));
    return strictTransport ? fields.add(STRICT_TRANSPORT) : fields;
  }

  /** The row of the caching table for what is served with a status other than 200. */
  String refusalCacheControl() {
    return CachingRule.errorCacheControl(freshness);
  }

  private void addValidators(
      HttpFields.Mutable fields, AssetFacts facts, EntityTag tag, VhMatch vh, boolean worker) {
    AssetKind kind = facts.type().kind();
    fields.add(pre(HttpHeader.ETAG, tag.toString()));
    if (facts.type().compressible()) {
      fields.add(VARY);
    }
    fields.add(
        pre(HttpHeader.CACHE_CONTROL, CachingRule.cacheControl(kind, freshness, vh, worker)));
  }

  private HttpFields.Mutable addSecurity(HttpFields.Mutable fields) {
    fields.add(NO_SNIFF).add(REFERRER);
    return strictTransport ? fields.add(STRICT_TRANSPORT) : fields;
  }

  /** Jetty 12.1 reads the number of a field encoded ahead as an int: 2 GiB and more would fail. */
  private static HttpField contentLength(long length) {
    String value = Long.toString(length);
    return length > Integer.MAX_VALUE
        ? new HttpField(HttpHeader.CONTENT_LENGTH, value)
        : pre(HttpHeader.CONTENT_LENGTH, value);
  }

  private static HttpField pre(HttpHeader header, String value) {
    return new PreEncodedHttpField(header, value);
  }
}
