package dev.margay.devtools.authority;

import dev.margay.server.config.AddressRange;
import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.HostNameText;
import dev.margay.server.config.TlsIdentity;
import dev.margay.server.listen.CertificatesByName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One certificate for each name that a client may ask for: the configured ones, localhost, and what
 * ends with {@code .localhost}. Whoever asks for another name gets localhost's. With a name to
 * each, a browser never uses one connection for two sites, as it would not in production. They are
 * kept beside the authority and made again when the authority changed or they near their end.
 */
public final class LeafCertificates implements CertificatesByName {
  private static final Logger log = LoggerFactory.getLogger(LeafCertificates.class);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final String LOCAL = "localhost";
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");
  private static final String BELOW_LOCAL = ".localhost";

  /** How many names below localhost are given certificates. */
  private static final int MOST_NAMES = 256;

  private final LocalAuthority authority;
  private final Path folder;
  private final Set<String> configured;
  private final Set<String> addresses;
  private final InstantSource clock;
  private final Map<String, TlsIdentity> ready = new ConcurrentHashMap<>();

  /**
   * Certificates for localhost and {@code names}, those at hand from the start.
   *
   * @param folder where they are kept
   * @param names host names in lower case
   * @param addresses IP addresses besides those of loopback, for localhost's certificate
   * @throws IOException if one cannot be made
   */
  public LeafCertificates(
      LocalAuthority authority,
      Path folder,
      Collection<String> names,
      Collection<String> addresses,
      InstantSource clock)
      throws IOException {
    this.authority = authority;
    this.folder = folder;
    this.configured = Set.copyOf(names);
    this.addresses = Set.copyOf(addresses);
    this.clock = clock;
    ready.put(LOCAL, keptOrMade(LOCAL));
    for (String name : configured) {
      ready.put(name, keptOrMade(name));
    }
  }

  @Override
  public TlsIdentity identity() {
    return current(LOCAL);
  }

  @Override
  public TlsIdentity identity(String serverName) {
    String name = serverName.toLowerCase(Locale.ROOT);
    return ready.containsKey(name) || mayBeAdded(name) ? current(name) : identity();
  }

  private boolean mayBeAdded(String name) {
    return name.endsWith(BELOW_LOCAL)
        && ready.size() < MOST_NAMES
        && HostNameText.parse(name).found().isPresent();
  }

  /** What is in memory, unless it nears its end. */
  private TlsIdentity current(String name) {
    return ready.compute(
        name,
        (same, known) -> {
          if (known != null && lasts(known.chain().get(0))) {
            return known;
          }
          try {
            return keptOrMade(name);
          } catch (IOException e) {
            log.warn("The certificate of {} could not be renewed: {}", name, e.getMessage());
            return known == null ? ready.get(LOCAL) : known;
          }
        });
  }

  private TlsIdentity keptOrMade(String name) throws IOException {
    Path file = folder.resolve(name + ".pem");
    Set<String> wanted = namesOf(name);
    Optional<TlsIdentity> kept = kept(file);
    if (kept.isPresent() && isFor(kept.get().chain().get(0), wanted)) {
      return kept.get();
    }
    TlsIdentity made = authority.issue(wanted, clock.instant());
    try {
      OwnerOnlyFile.makeFolder(folder);
      OwnerOnlyFile.write(file, PemText.of(made));
    } catch (IOException e) {
      log.debug("{} is not kept", file, e); // it is made again at the next start
    }
    return made;
  }

  private Set<String> namesOf(String name) {
    Set<String> names = new TreeSet<>(Set.of(name));
    if (name.equals(LOCAL)) {
      Stream.concat(LOOPBACK.stream(), addresses.stream())
          .map(LeafCertificates::oneSpelling)
          .forEach(names::add);
    }
    return names;
  }

  /** An IPv6 address can be written in many ways. */
  private static String oneSpelling(String name) {
    return AddressRange.parse(name).map(range -> range.network().getHostAddress()).orElse(name);
  }

  private Optional<TlsIdentity> kept(Path file) {
    return Files.exists(file)
            && CertificateFiles.read(file, file, clock.instant())
                instanceof CertificateFiles.Reading.Usable usable
        ? Optional.of(usable.identity())
        : Optional.empty();
  }

  private boolean isFor(X509Certificate certificate, Set<String> wanted) {
    try {
      certificate.verify(authority.certificate().getPublicKey());
      Set<String> names = new TreeSet<>();
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        names.add(oneSpelling(String.valueOf(name.get(1))));
      }
      return names.equals(wanted) && lasts(certificate);
    } catch (GeneralSecurityException e) {
      return false; // another authority's, from before this one
    }
  }

  private boolean lasts(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    return clock.instant().plus(RENEW_BEFORE).isBefore(end);
  }
}
