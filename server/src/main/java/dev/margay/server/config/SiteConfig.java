package dev.margay.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a {@code margay.yaml} says, checked: names are used once and folders exist. What it leaves
 * out is empty here; defaults belong to {@link ServerSettings}.
 *
 * @param domains the static domains in the file's order, at least one
 * @param maxAge seconds that browsers may keep assets, 0 to 31536000
 * @param redis the Redis that several processes share
 * @param trustedProxies whose {@code Forwarded} and {@code X-Forwarded-For} to believe
 * @param encodeWait how long a request waits for an encoder
 * @param cacheSize the representation cache's quota in bytes, 0 or more
 */
public record SiteConfig(
    List<StaticDomain> domains,
    OptionalLong maxAge,
    Optional<URI> redis,
    List<AddressRange> trustedProxies,
    Optional<Duration> encodeWait,
    OptionalLong cacheSize) {
  /** Keeps its own copies of the lists. */
  public SiteConfig {
    domains = List.copyOf(domains);
    trustedProxies = List.copyOf(trustedProxies);
  }
}
