package dev.margay.server.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A PEM file with certificates (RFC 7468 §5). */
final class CertificateChainFile {
  private final Path file;
  private final Mistakes mistakes;

  CertificateChainFile(Path file, Mistakes mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  /** The certificates in the file's order; empty if there are none, which is a mistake then. */
  List<X509Certificate> read() {
    Optional<byte[]> bytes = SmallFile.read(file, mistakes);
    if (bytes.isEmpty()) {
      return List.of();
    }
    List<PemBlock> blocks =
        PemBlock.in(new String(bytes.get(), StandardCharsets.ISO_8859_1), mistakes);
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificate(block).ifPresent(certificates::add);
      }
    }
    if (certificates.isEmpty() && mistakes.isEmpty()) {
      boolean key = blocks.stream().anyMatch(block -> block.label().endsWith("PRIVATE KEY"));
      mistakes.ofFile(
          "there is no certificate in the file" + (key ? ", but a private key" : ""),
          key ? "check that the two files are not swapped" : "give the chain in PEM form");
    }
    return certificates;
  }

  private Optional<X509Certificate> certificate(PemBlock block) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream in = new ByteArrayInputStream(block.bytes());
      return Optional.of((X509Certificate) factory.generateCertificate(in));
    } catch (CertificateException | IllegalArgumentException damaged) {
      mistakes.at(
          block.line(), 0, "the certificate is damaged", "copy it again, or have it issued anew");
      return Optional.empty();
    }
  }
}
