package dev.margay.devtools.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.devtools.authority.Desk.Platform;
import dev.margay.devtools.authority.StoreAnswer.Standing;
import dev.margay.devtools.authority.TrustStores.Kind;
import dev.margay.devtools.authority.TrustStores.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every store lies in a folder of the test's own: nothing of this machine is changed. */
class TrustStoresTest {
  private static final List<Kind> ALL = List.of(Kind.values());

  @TempDir Path folder;
  private LocalAuthority authority;

  @BeforeEach
  void makeAuthority() throws IOException {
    authority = LocalAuthority.in(folder.resolve("home/.local/share/margay"), Instant.now());
    Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(folder.resolve("programs"));
  }

  @Test
  void chromiumsDatabaseIsMadeAndTrustsTheAuthorityUntilItIsTakenOut() {
    assumeCertutil();
    Desk desk = linux("/usr/bin");
    assertThat(ask(desk, Wish.LOOK, Kind.NSS).get("chromium").standing())
        .isEqualTo(Standing.ABSENT);
    assertThat(folder.resolve("home/.pki")).as("a look changes nothing").doesNotExist();
    assertThat(ask(desk, Wish.TRUST, Kind.NSS).get("chromium").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(folder.resolve("home/.pki/nssdb/cert9.db")).exists();
    assertThat(ask(desk, Wish.LOOK, Kind.NSS).get("chromium").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.TRUST, Kind.NSS).get("chromium").text()).doesNotContain("added");
    assertThat(ask(desk, Wish.UNTRUST, Kind.NSS).get("chromium").standing())
        .isEqualTo(Standing.ABSENT);
    assertThat(ask(desk, Wish.LOOK, Kind.NSS).get("chromium").standing())
        .isEqualTo(Standing.ABSENT);
  }

  @Test
  void eachFirefoxProfileIsAStoreOfItsOwn() throws Exception {
    assumeCertutil();
    for (String profile : List.of("abc.default", "xyz.work")) {
      Path database = folder.resolve("home/.mozilla/firefox").resolve(profile);
      Files.createDirectories(database);
      new Program(Path.of("/usr/bin/certutil"), Map.of())
          .run("-N", "-d", "sql:" + database, "--empty-password");
    }
    Files.createDirectories(folder.resolve("home/.mozilla/firefox/Crash Reports"));
    Map<String, StoreAnswer> answers = ask(linux("/usr/bin"), Wish.TRUST, Kind.NSS);
    assertThat(answers)
        .containsOnlyKeys("chromium", "firefox abc.default", "firefox xyz.work")
        .allSatisfy((name, answer) -> assertThat(answer.standing()).isEqualTo(Standing.TRUSTED));
  }

  @Test
  void aDatabaseWithAPasswordIsLeftToAPerson() throws Exception {
    assumeCertutil();
    Path database = Files.createDirectories(folder.resolve("home/.pki/nssdb"));
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    new Program(Path.of("/usr/bin/certutil"), Map.of())
        .run("-N", "-d", "sql:" + database, "-f", password.toString());
    StoreAnswer answer = ask(linux("/usr/bin"), Wish.TRUST, Kind.NSS).get("chromium");
    assertThat(answer.standing()).isIn(Standing.BY_HAND, Standing.TRUSTED);
    assertThat(answer.text()).isNotEmpty();
  }

  @Test
  void withoutCertutilItSaysWhatToInstall() {
    StoreAnswer answer = ask(linux(), Wish.TRUST, Kind.NSS).get("chromium");
    assertThat(answer.standing()).isEqualTo(Standing.BY_HAND);
    assertThat(answer.text()).contains("libnss3-tools");
  }

  @Test
  void javasStoreTakesItAndGivesItBack() throws IOException {
    Path home = folder.resolve("java");
    Files.createDirectories(home.resolve("lib/security"));
    Path cacerts = home.resolve("lib/security/cacerts");
    Files.copy(
        Path.of(System.getProperty("java.home"), "lib/security/cacerts").toRealPath(),
        cacerts,
        StandardCopyOption.REPLACE_EXISTING);
    cacerts.toFile().setWritable(true);
    Desk desk =
        desk(
            Platform.LINUX,
            Map.of("JAVA_HOME", home.toString()),
            Path.of(System.getProperty("java.home"), "bin").toString());
    byte[] before = Files.readAllBytes(cacerts);
    assertThat(ask(desk, Wish.LOOK, Kind.JAVA).get("java").standing()).isEqualTo(Standing.ABSENT);
    assertThat(Files.readAllBytes(cacerts)).isEqualTo(before);
    assertThat(ask(desk, Wish.TRUST, Kind.JAVA).get("java").standing()).isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.LOOK, Kind.JAVA).get("java").standing()).isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.UNTRUST, Kind.JAVA).get("java").standing())
        .isEqualTo(Standing.ABSENT);
  }

  @Test
  void theSystemsStoreGetsAFileAndIsGathered() throws IOException {
    Path anchors = Files.createDirectories(folder.resolve("root/usr/local/share/ca-certificates"));
    standIn("update-ca-certificates", "echo ran >> " + folder.resolve("ran"));
    Desk desk = linux();
    assertThat(ask(desk, Wish.LOOK, Kind.SYSTEM).get("system").standing())
        .isEqualTo(Standing.ABSENT);
    assertThat(ask(desk, Wish.TRUST, Kind.SYSTEM).get("system").standing())
        .isEqualTo(Standing.TRUSTED);
    try (Stream<Path> files = Files.list(anchors)) {
      assertThat(files).singleElement().asString().endsWith(".crt");
    }
    assertThat(ask(desk, Wish.UNTRUST, Kind.SYSTEM).get("system").standing())
        .isEqualTo(Standing.ABSENT);
    assertThat(anchors).isEmptyDirectory();
    assertThat(folder.resolve("ran")).content().hasLineCount(2);
  }

  /** Debian's own program, told to work on folders of the test's. */
  @Test
  void debiansProgramPutsItIntoTheBundle() throws IOException {
    Path program = Path.of("/usr/sbin/update-ca-certificates");
    assumeTrue(Files.isExecutable(program), "apt-get install ca-certificates");
    Path anchors = Files.createDirectories(folder.resolve("root/usr/local/share/ca-certificates"));
    Path bundle = Files.createDirectories(folder.resolve("root/etc/ssl/certs"));
    Path none = Files.createDirectories(folder.resolve("root/none"));
    Path list = Files.writeString(folder.resolve("root/ca-certificates.conf"), "");
    standIn(
        "update-ca-certificates",
        "exec %s --certsconf %s --certsdir %s --localcertsdir %s --etccertsdir %s --hooksdir %s"
            .formatted(program, list, none, anchors, bundle, none));
    StoreAnswer answer =
        ask(linux("/usr/sbin", "/usr/bin", "/sbin", "/bin"), Wish.TRUST, Kind.SYSTEM).get("system");
    assertThat(answer).isEqualTo(StoreAnswer.trusted(answer.text()));
    assertThat(bundle.resolve("ca-certificates.crt"))
        .content()
        .contains(PemText.of(authority.certificate()).lines().toList().get(3));
  }

  @Test
  void fedorasAndArchsFoldersAreKnown() throws IOException {
    Files.createDirectories(folder.resolve("root/etc/pki/ca-trust/source/anchors"));
    standIn("update-ca-trust", "test \"$1\" = extract");
    assertThat(ask(linux(), Wish.TRUST, Kind.SYSTEM).get("system").text())
        .contains("etc/pki/ca-trust/source/anchors");
    Files.move(folder.resolve("root/etc/pki"), folder.resolve("root/other"));
    Files.createDirectories(folder.resolve("root/etc/ca-certificates/trust-source/anchors"));
    standIn("trust", "test \"$1\" = extract-compat");
    assertThat(ask(linux(), Wish.TRUST, Kind.SYSTEM).get("system").text())
        .contains("etc/ca-certificates/trust-source/anchors");
  }

  @Test
  void whereTheProgramFailsItSaysTheCommand() throws IOException {
    Files.createDirectories(folder.resolve("root/usr/local/share/ca-certificates"));
    standIn("update-ca-certificates", "echo no disk; exit 3");
    StoreAnswer answer = ask(linux(), Wish.TRUST, Kind.SYSTEM).get("system");
    assertThat(answer.standing()).isEqualTo(Standing.BY_HAND);
    assertThat(answer.text()).contains("no disk").contains("sudo update-ca-certificates");
  }

  @Test
  void aMachineWithoutSuchAStoreSaysSo() {
    assertThat(ask(linux(), Wish.TRUST, Kind.SYSTEM).get("system").standing())
        .isEqualTo(Standing.NO_STORE);
  }

  /** With a stand-in for the program: not run on macOS. */
  @Test
  void macsKeychainIsAskedAndToldThroughSecurity() throws IOException {
    Path trusted = folder.resolve("trusted");
    standIn(
        "security",
        ("case \"$1\" in verify-cert) test -e %s;; add-trusted-cert) touch %s;;"
                + " delete-certificate) rm %s;; *) exit 9;; esac")
            .formatted(trusted, trusted, trusted));
    Desk desk = desk(Platform.MAC, Map.of(), "/usr/bin", "/bin");
    assertThat(ask(desk, Wish.LOOK, Kind.SYSTEM).get("keychain").standing())
        .isEqualTo(Standing.ABSENT);
    assertThat(ask(desk, Wish.TRUST, Kind.SYSTEM).get("keychain").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.LOOK, Kind.SYSTEM).get("keychain").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.UNTRUST, Kind.SYSTEM).get("keychain").standing())
        .isEqualTo(Standing.ABSENT);
  }

  /** With a stand-in for the program: not run on Windows. */
  @Test
  void windowsRootStoreIsAskedAndToldThroughCertutil() throws IOException {
    Path trusted = folder.resolve("trusted");
    standIn(
        "certutil",
        ("case \"$2\" in -verifystore) test -e %s;; -addstore) touch %s;; -delstore) rm %s;;"
                + " *) exit 9;; esac")
            .formatted(trusted, trusted, trusted));
    Desk desk = desk(Platform.WINDOWS, Map.of(), "/usr/bin", "/bin");
    assertThat(ask(desk, Wish.TRUST, Kind.SYSTEM).get("windows").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.LOOK, Kind.SYSTEM).get("windows").standing())
        .isEqualTo(Standing.TRUSTED);
    assertThat(ask(desk, Wish.UNTRUST, Kind.SYSTEM).get("windows").standing())
        .isEqualTo(Standing.ABSENT);
  }

  @Test
  void onlyTheKindsThatAreNamedAreAsked() {
    assertThat(ask(linux(), Wish.LOOK, Kind.JAVA)).containsOnlyKeys("java");
    assertThat(new TrustStores(linux()).ask(Wish.LOOK, ALL, authority))
        .containsOnlyKeys("system", "chromium", "java");
  }

  private Map<String, StoreAnswer> ask(Desk desk, Wish wish, Kind kind) {
    return new TrustStores(desk).ask(wish, List.of(kind), authority);
  }

  private Desk linux(String... path) {
    return desk(Platform.LINUX, Map.of(), path);
  }

  private Desk desk(Platform platform, Map<String, String> more, String... path) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", folder.resolve("programs") + ":" + String.join(":", path));
    return new Desk(environment, folder.resolve("root"), platform);
  }

  private void standIn(String name, String script) throws IOException {
    Path file = folder.resolve("programs").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void assumeCertutil() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
  }
}
