package dev.margay.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** A PEM file with an unencrypted private key in PKCS#8 form (RFC 5958, RFC 7468 §10). */
final class PrivateKeyFile {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private final Path file;
  private final Mistakes mistakes;

  PrivateKeyFile(Path file, Mistakes mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  /** The first private key; or empty, and what is wrong among the mistakes. */
  Optional<PrivateKey> read() {
    Optional<byte[]> bytes = SmallFile.read(file, mistakes);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    List<PemBlock> blocks =
        PemBlock.in(new String(bytes.get(), StandardCharsets.ISO_8859_1), mistakes);
    Optional<PemBlock> block =
        blocks.stream().filter(each -> each.label().endsWith("PRIVATE KEY")).findFirst();
    if (block.isEmpty() && mistakes.isEmpty()) {
      boolean certificate = blocks.stream().anyMatch(each -> each.label().equals("CERTIFICATE"));
      mistakes.ofFile(
          "there is no private key in the file" + (certificate ? ", but a certificate" : ""),
          certificate ? "check that the two files are not swapped" : "give the key in PEM form");
    }
    return block.flatMap(this::key);
  }

  private Optional<PrivateKey> key(PemBlock block) {
    return switch (block.label()) {
      case "PRIVATE KEY" -> pkcs8(block);
      case "ENCRYPTED PRIVATE KEY" ->
          refuse(block, "the key is encrypted with a passphrase", "decrypt it: " + conversion(""));
      case "RSA PRIVATE KEY" -> convert(block, "PKCS#1");
      case "EC PRIVATE KEY" -> convert(block, "SEC1");
      default ->
          refuse(
              block,
              "a key of the form " + block.label() + " is not understood",
              "give an EC, RSA or Ed25519 key in PKCS#8 form (BEGIN PRIVATE KEY)");
    };
  }

  private Optional<PrivateKey> convert(PemBlock block, String form) {
    return refuse(
        block, "the key is in " + form + " form", "convert it: " + conversion("-topk8 -nocrypt "));
  }

  /** The command that makes the key usable. */
  private String conversion(String options) {
    String name = file.toString();
    String stem = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    return "openssl pkcs8 "
        + options
        + "-in "
        + shell(name)
        + " -out "
        + shell(stem + ".pkcs8.pem");
  }

  private static String shell(String path) {
    return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private Optional<PrivateKey> pkcs8(PemBlock block) {
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(block.bytes());
    } catch (IllegalArgumentException notBase64) {
      return refuse(block, "the key is not Base64", "copy the file again, whole");
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
      } catch (InvalidKeySpecException otherKind) {
        // The key says in its first bytes which kind it is; the next factory may be its own.
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every JDK 17 knows " + algorithm, impossible);
      }
    }
    return refuse(
        block,
        "the key is damaged or of a kind that Java does not know",
        "use EC on P-256, P-384 or P-521, RSA, or Ed25519");
  }

  private Optional<PrivateKey> refuse(PemBlock block, String problem, String remedy) {
    mistakes.at(block.line(), 0, problem, remedy);
    return Optional.empty();
  }
}
