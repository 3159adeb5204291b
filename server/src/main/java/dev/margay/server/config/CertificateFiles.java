package dev.margay.server.config;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A certificate chain and its private key, read from PEM files and checked against each other. */
public final class CertificateFiles {
  private CertificateFiles() {}

  /** What came of reading the two files. */
  public sealed interface Reading {

    /**
     * The files hold an identity.
     *
     * @param warnings what is strange, but no reason not to start
     */
    record Usable(TlsIdentity identity, List<ConfigMistake> warnings) implements Reading {
      /** Keeps its own copy. */
      public Usable {
        warnings = List.copyOf(warnings);
      }
    }

    /**
     * The files hold none.
     *
     * @param mistakes at least one; the certificate file's first
     */
    record Unusable(List<ConfigMistake> mistakes) implements Reading {
      /** Keeps its own copy. */
      public Unusable {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /**
   * Reads the chain in {@code certificate}, in any order, and the PKCS#8 key in {@code key}, which
   * may be the same file. Whether names or issuers are trusted is for the visitor's browser to say.
   *
   * @param now when the certificate is to be used; being outside of its validity is a warning
   */
  public static Reading read(Path certificate, Path key, Instant now) {
    Mistakes ofCertificate = new Mistakes(certificate);
    Mistakes ofKey = new Mistakes(key);
    List<X509Certificate> given = new CertificateChainFile(certificate, ofCertificate).read();
    Optional<PrivateKey> privateKey = new PrivateKeyFile(key, ofKey).read();
    if (privateKey.isEmpty() || !ofCertificate.isEmpty() || !ofKey.isEmpty()) {
      return new Reading.Unusable(
          Stream.of(ofCertificate, ofKey).flatMap(each -> each.inOrder().stream()).toList());
    }
    List<X509Certificate> chain = chain(given, privateKey.get());
    if (chain.isEmpty()) {
      ofKey.ofFile(
          "the key belongs to none of the certificates in "
              + Quotation.whole(certificate.toString()),
          "give the key that the certificate was requested with");
      return new Reading.Unusable(ofKey.inOrder());
    }
    PrivateKey served = NativeCrypto.kept(privateKey.get()).orElse(privateKey.get());
    TlsIdentity identity = new TlsIdentity(chain, served);
    return new Reading.Usable(identity, warnings(certificate, given.size(), chain, now));
  }

  /** The key's certificate and then each one's issuer, as RFC 8446 §4.4.2 sends them. */
  private static List<X509Certificate> chain(List<X509Certificate> given, PrivateKey key) {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next =
        given.stream().filter(each -> KeyMatch.isPair(key, each.getPublicKey())).findFirst();
    while (next.isPresent()) {
      X509Certificate last = next.get();
      chain.add(last);
      next =
          given.stream()
              .filter(each -> !chain.contains(each))
              .filter(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .findFirst();
    }
    return chain;
  }

  private static List<ConfigMistake> warnings(
      Path file, int given, List<X509Certificate> chain, Instant now) {
    Mistakes warnings = new Mistakes(file);
    Instant begin = chain.get(0).getNotBefore().toInstant();
    Instant end = chain.get(0).getNotAfter().toInstant();
    if (now.isAfter(end)) {
      warnings.ofFile("the certificate expired at " + end, "have it renewed");
    } else if (now.isBefore(begin)) {
      warnings.ofFile("the certificate is not valid before " + begin, "check this machine's clock");
    }
    if (given > chain.size()) {
      warnings.ofFile(
          (given - chain.size())
              + " of its certificates do not belong to the chain and are not sent",
          "remove them");
    }
    return warnings.inOrder();
  }
}
