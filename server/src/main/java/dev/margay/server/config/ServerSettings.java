package dev.margay.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that {@code serve} and {@code devlove} are told, with defaults where nobody said anything.
 *
 * @param mode which of the two commands runs
 * @param listen where visitors connect
 * @param admin where metrics and health are
 * @param scratch where made things are kept
 * @param browserCache what browsers may keep and what is sent ahead
 * @param tls how connections are secured
 * @param reusePort whether several processes may listen on one port
 * @param redis the Redis that several processes share
 * @param trustedProxies whose {@code Forwarded} and {@code X-Forwarded-For} to believe
 * @param encodeWait how long a request waits for an encoder before it gets identity
 * @param accessLog where access-log lines go, and in which form
 */
public record ServerSettings(
    ServerMode mode,
    ListenAddress listen,
    AdminSettings admin,
    ScratchSettings scratch,
    BrowserCacheSettings browserCache,
    TlsSettings tls,
    boolean reusePort,
    Optional<URI> redis,
    List<AddressRange> trustedProxies,
    Duration encodeWait,
    AccessLogSettings accessLog) {
  /** How long a request waits for an encoder if nobody says otherwise. */
  public static final Duration DEFAULT_ENCODE_WAIT = Duration.ofSeconds(2);

  /** Keeps its own copy of the list. */
  public ServerSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** The same, but for where visitors connect. */
  public ServerSettings listeningOn(ListenAddress other) {
    return new ServerSettings(
        mode,
        other,
        admin,
        scratch,
        browserCache,
        tls,
        reusePort,
        redis,
        trustedProxies,
        encodeWait,
        accessLog);
  }

  /**
   * The settings that {@code layers} make together, or the sentence on what they contradict.
   *
   * @param site the folder that is served, which is also the working folder unless another is given
   */
  public static TextReading<ServerSettings> from(
      ServerMode mode, Path site, LayeredSettings layers) {
    return TlsSettings.of(mode, layers)
        .map(
            tls ->
                new ServerSettings(
                    mode,
                    layers.get(Setting.LISTEN, mode.defaultListen()),
                    admin(layers),
                    scratch(site, layers),
                    browserCache(layers),
                    tls,
                    layers.get(Setting.REUSE_PORT, false),
                    layers.get(Setting.REDIS),
                    layers.get(Setting.TRUSTED_PROXIES, List.of()),
                    layers.get(Setting.ENCODE_WAIT, DEFAULT_ENCODE_WAIT),
                    accessLog(mode, layers)));
  }

  private static AdminSettings admin(LayeredSettings layers) {
    return layers
        .get(Setting.ADMIN)
        .map(asked -> new AdminSettings(asked, true))
        .orElseGet(() -> new AdminSettings(AdminSettings.DEFAULT_LISTEN, false));
  }

  private static ScratchSettings scratch(Path site, LayeredSettings layers) {
    return new ScratchSettings(
        layers.get(Setting.WORKING_DIR, site),
        layers.get(Setting.SCRATCH_DIR_NAME, ScratchSettings.DEFAULT_DIR_NAME),
        layers.get(Setting.CACHE_SIZE, ScratchSettings.DEFAULT_CACHE_SIZE));
  }

  private static BrowserCacheSettings browserCache(LayeredSettings layers) {
    return new BrowserCacheSettings(
        layers.get(Setting.MAX_AGE, BrowserCacheSettings.DEFAULT_MAX_AGE),
        layers.get(Setting.DISABLE_UA_CACHING, false),
        layers.get(Setting.DISABLE_PUSH, false));
  }

  private static AccessLogSettings accessLog(ServerMode mode, LayeredSettings layers) {
    return new AccessLogSettings(
        layers.get(Setting.ACCESS_LOG, mode.defaultAccessLog()),
        layers.get(Setting.ACCESS_LOG_FORMAT, AccessLogFormat.JSON));
  }
}
