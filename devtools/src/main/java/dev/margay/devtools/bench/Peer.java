package dev.margay.devtools.bench;

import java.util.Optional;

/** The servers that Margay is compared with, as Debian installs them. */
public enum Peer {
  NGINX("nginx", "nginx"),
  H2O("h2o", "h2o"),
  CADDY("caddy", "caddy"),
  APACHE("apache2", "apache2-bin");

  private final String program;
  private final String debianPackage;

  Peer(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** The program's name, which is also how {@code --peers} and the tables name it. */
  String program() {
    return program;
  }

  /** What to install. */
  String debianPackage() {
    return debianPackage;
  }

  /** The installed one. */
  Optional<Contender> installed() {
    return InstalledProgram.find(program).map(this::contender);
  }

  private Contender contender(InstalledProgram found) {
    return switch (this) {
      case NGINX -> new Nginx(found);
      case H2O -> new H2o(found);
      case CADDY -> new Caddy(found);
      case APACHE -> new Apache(found);
    };
  }
}
