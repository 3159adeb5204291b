package dev.margay.devtools.authority;

import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.TlsIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The certificate authority of one user, kept in one folder: {@code authority.pem} with the key,
 * which its owner alone may read, and {@code authority.crt} without, for trust stores. It is made
 * once, under a lock that processes share, and again when too little of its life is left for a
 * certificate of full length.
 */
public final class LocalAuthority {
  /**
   * Well below the 398 days that browsers take, and long enough for a holiday. It is here so that
   * what makes certificates is not loaded where they are at hand.
   */
  static final Duration LEAF_LIFE = Duration.ofDays(90);

  private static final String PAIR = "authority.pem";
  private static final String CERTIFICATE = "authority.crt";
  private static final String LOCK = "authority.lock";
  private static final Duration LEAST_LEFT = LEAF_LIFE.plusDays(30);

  private final Path folder;
  private final TlsIdentity identity;

  private LocalAuthority(Path folder, TlsIdentity identity) {
    this.folder = folder;
    this.identity = identity;
  }

  /**
   * The authority in {@code folder}, made if there is none yet or it nears its end.
   *
   * @throws IOException with a sentence for a person: if the folder cannot be written to, or what
   *     is kept there is damaged
   */
  public static LocalAuthority in(Path folder, Instant now) throws IOException {
    try {
      OwnerOnlyFile.makeFolder(folder);
      return keptOrMade(folder, now);
    } catch (FileSystemException e) {
      throw new IOException(
          folder + " cannot be written to; set XDG_DATA_HOME to a folder that can", e);
    }
  }

  private static LocalAuthority keptOrMade(Path folder, Instant now) throws IOException {
    // A file lock belongs to the whole process: its threads take turns before it.
    synchronized (LocalAuthority.class) {
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock(); // until the channel is closed
        Optional<LocalAuthority> kept = find(folder, now);
        if (kept.isPresent() && kept.get().end().isAfter(now.plus(LEAST_LEFT))) {
          OwnerOnlyFile.narrow(folder.resolve(PAIR));
          kept.get().writeCertificate();
          return kept.get();
        }
        LocalAuthority made = new LocalAuthority(folder, Issuing.authority(now));
        OwnerOnlyFile.write(folder.resolve(PAIR), PemText.of(made.identity));
        made.writeCertificate();
        return made;
      }
    }
  }

  /** It may be missing: whoever wrote the pair may have been stopped between the two. */
  private void writeCertificate() throws IOException {
    String text = PemText.of(certificate());
    if (!Files.exists(certificateFile()) || !Files.readString(certificateFile()).equals(text)) {
      OwnerOnlyFile.write(certificateFile(), text);
    }
  }

  /**
   * The authority in {@code folder} if there is one; changes nothing.
   *
   * @throws IOException with a sentence for a person, if it is damaged or may not be read
   */
  public static Optional<LocalAuthority> find(Path folder, Instant now) throws IOException {
    Path file = folder.resolve(PAIR);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (CertificateFiles.read(file, file, now) instanceof CertificateFiles.Reading.Usable usable) {
      return Optional.of(new LocalAuthority(folder, usable.identity()));
    }
    throw new IOException(
        file + " does not hold an authority any more; remove it, then run margay trust");
  }

  /** Its certificate, which holds no secret. */
  public X509Certificate certificate() {
    return identity.chain().get(0);
  }

  /** The file with its certificate alone. */
  public Path certificateFile() {
    return folder.resolve(CERTIFICATE);
  }

  /** Its common name, which no other authority has. */
  public String name() {
    try {
      LdapName subject = new LdapName(certificate().getSubjectX500Principal().getName());
      return subject.getRdns().stream()
          .filter(part -> part.getType().equalsIgnoreCase("CN"))
          .map(Rdn::getValue)
          .map(String::valueOf)
          .findFirst()
          .orElse("Margay local authority");
    } catch (InvalidNameException e) {
      throw new IllegalStateException("an X.500 name is an LDAP name", e);
    }
  }

  /** A word for file names and aliases, which no other authority has. */
  String slug() {
    return "margay-" + HexFormat.of().toHexDigits(certificate().getSerialNumber().longValue());
  }

  /** Signs a certificate for {@code names}. */
  TlsIdentity issue(Collection<String> names, Instant now) throws IOException {
    return Issuing.leaf(identity, names, now);
  }

  private Instant end() {
    return certificate().getNotAfter().toInstant();
  }
}
