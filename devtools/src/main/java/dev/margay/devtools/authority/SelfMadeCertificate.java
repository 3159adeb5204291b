package dev.margay.devtools.authority;

import dev.margay.server.config.CertificateFiles;
import dev.margay.server.config.TlsIdentity;
import dev.margay.server.listen.CertificateSource;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for localhost and the configured names that nobody else vouches for. It is kept in
 * one PEM file with its key and made again when the names change or it nears its end, so that a
 * browser's exception for it holds.
 */
public final class SelfMadeCertificate implements CertificateSource {
  private static final Duration LIFE = Duration.ofDays(90);
  private static final Duration RENEW_BEFORE = Duration.ofDays(14);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final int SERIAL_BITS = 120;
  private static final int LINE = 64;

  private final TlsIdentity identity;

  private SelfMadeCertificate(TlsIdentity identity) {
    this.identity = identity;
  }

  /**
   * The certificate in {@code file}, or a new one that is then kept there.
   *
   * @param names host names besides localhost
   * @throws IOException if it cannot be kept
   */
  public static SelfMadeCertificate in(Path file, Collection<String> names) throws IOException {
    Set<String> all = new TreeSet<>(names);
    all.add("localhost");
    if (Files.exists(file)
        && CertificateFiles.read(file, file, Instant.now())
            instanceof CertificateFiles.Reading.Usable usable
        && serves(usable.identity().chain().get(0), all)) {
      return new SelfMadeCertificate(usable.identity());
    }
    try {
      TlsIdentity made = make(List.copyOf(all));
      keep(file, made);
      return new SelfMadeCertificate(made);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate could not be made: " + e.getMessage(), e);
    }
  }

  @Override
  public TlsIdentity identity() {
    return identity;
  }

  private static boolean serves(X509Certificate certificate, Set<String> names) {
    try {
      Set<String> certified = new TreeSet<>();
      for (List<?> name : certificate.getSubjectAlternativeNames()) {
        if (name.get(0).equals(GeneralName.dNSName)) {
          certified.add((String) name.get(1));
        }
      }
      Instant end = certificate.getNotAfter().toInstant();
      return certified.equals(names) && Instant.now().plus(RENEW_BEFORE).isBefore(end);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static TlsIdentity make(List<String> names)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    SecureRandom random = new SecureRandom();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair keys = generator.generateKeyPair();
    Instant now = Instant.now();
    X500Principal subject = new X500Principal("CN=" + names.get(0) + ",O=Margay devlove");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(LIFE)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    return new TlsIdentity(List.of(certificate), keys.getPrivate());
  }

  private static GeneralNames alternativeNames(List<String> names) {
    List<GeneralName> all = new ArrayList<>();
    names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
    all.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    all.add(new GeneralName(GeneralName.iPAddress, "::1"));
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }

  /** Readable by its owner only, from its first byte on. */
  private static void keep(Path file, TlsIdentity identity)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(file.getParent());
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    Path staged =
        posix
            ? Files.createTempFile(
                file.getParent(),
                "certificate",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(file.getParent(), "certificate", ".pem");
    String text =
        pem("CERTIFICATE", identity.chain().get(0).getEncoded())
            + pem("PRIVATE KEY", identity.key().getEncoded());
    Files.writeString(staged, text, StandardCharsets.US_ASCII);
    Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String pem(String type, byte[] der) {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN "
        + type
        + "-----\n"
        + encoder.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
