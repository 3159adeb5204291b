package dev.margay.devtools.authority;

import dev.margay.server.config.AddressRange;
import dev.margay.server.config.TlsIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates (RFC 5280) with ECDSA keys on P-256.
 *
 * <p>The authority may sign server certificates only (extended key usage), and no further
 * authorities (path length 0). It has no name constraints: it is one for each user, trusted once,
 * while the names are each site's and may be any; a constraint to the names of today would mean a
 * new authority, and new trust, whenever somebody adds a domain. What keeps it harmless is that its
 * key never leaves the user's own folder.
 */
final class Issuing {
  static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final int SERIAL_BITS = 120;
  private static final int TELLING_BYTES = 3;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Issuing() {}

  /** A new authority, whose name tells it from others of its kind. */
  static TlsIdentity authority(Instant now) throws IOException {
    byte[] telling = new byte[TELLING_BYTES];
    RANDOM.nextBytes(telling);
    X500Principal name =
        new X500Principal(
            "CN=Margay local authority " + HexFormat.of().formatHex(telling) + ",O=Margay devlove");
    try {
      KeyPair keys = keys();
      JcaX509v3CertificateBuilder builder =
          builder(name, name, keys, now, now.plus(AUTHORITY_LIFE));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new TlsIdentity(List.of(sign(builder, keys.getPrivate())), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("an authority could not be made: " + e.getMessage(), e);
    }
  }

  /** A certificate for {@code names}, host names or addresses, that {@code authority} signs. */
  static TlsIdentity leaf(TlsIdentity authority, Collection<String> names, Instant now)
      throws IOException {
    X509Certificate issuer = authority.chain().get(0);
    X500Principal subject = new X500Principal("O=Margay devlove");
    Instant last = issuer.getNotAfter().toInstant();
    Instant end =
        now.plus(LocalAuthority.LEAF_LIFE).isBefore(last)
            ? now.plus(LocalAuthority.LEAF_LIFE)
            : last;
    try {
      KeyPair keys = keys();
      JcaX509v3CertificateBuilder builder =
          builder(issuer.getSubjectX500Principal(), subject, keys, now, end);
      builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey()));
      return new TlsIdentity(List.of(sign(builder, authority.key())), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate could not be made: " + e.getMessage(), e);
    }
  }

  /** A certificate for {@code names}, host names or addresses, that nobody else signs. */
  static TlsIdentity alone(Collection<String> names, Instant now) throws IOException {
    X500Principal subject = new X500Principal("CN=" + names.iterator().next());
    try {
      KeyPair keys = keys();
      JcaX509v3CertificateBuilder builder =
          builder(subject, subject, keys, now, now.plus(LocalAuthority.LEAF_LIFE));
      builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      return new TlsIdentity(List.of(sign(builder, keys.getPrivate())), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate could not be made: " + e.getMessage(), e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Instant end)
      throws IOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(end),
            subject,
            keys.getPublic());
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return builder;
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static GeneralNames alternativeNames(Collection<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        AddressRange.parse(name).isEmpty()
                            ? GeneralName.dNSName
                            : GeneralName.iPAddress,
                        name))
            .toArray(GeneralName[]::new));
  }
}
