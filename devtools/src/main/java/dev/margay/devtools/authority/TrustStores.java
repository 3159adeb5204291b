package dev.margay.devtools.authority;

import dev.margay.devtools.authority.NssStore.WhenMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All trust stores of a desk: the system's, those of the browsers, and Java's. */
public final class TrustStores {
  /** The kinds of stores, as a person names them to leave others alone. */
  public enum Kind {
    /** The operating system's. */
    SYSTEM,
    /** Chromium's on Linux, and Firefox's. */
    NSS,
    /** Java's. */
    JAVA
  }

  private static final Logger log = LoggerFactory.getLogger(TrustStores.class);

  /** Where Firefox keeps its profiles, below the user's folder. */
  private static final List<String> FIREFOX =
      List.of(
          ".mozilla/firefox",
          ".config/mozilla/firefox",
          "snap/firefox/common/.mozilla/firefox",
          ".var/app/org.mozilla.firefox/.mozilla/firefox",
          "Library/Application Support/Firefox/Profiles",
          "AppData/Roaming/Mozilla/Firefox/Profiles");

  private static final String SNAP_CHROMIUM = "snap/chromium/current/.pki/nssdb";

  private final Map<TrustStore, Kind> stores = new LinkedHashMap<>();

  /** The stores of {@code desk}, as they are now. */
  public TrustStores(Desk desk) {
    TrustStore system =
        switch (desk.platform()) {
          case LINUX -> new SystemStore(desk);
          case MAC -> new MacStore(desk);
          case WINDOWS -> new WindowsStore(desk);
        };
    stores.put(system, Kind.SYSTEM);
    if (desk.platform() == Desk.Platform.LINUX) {
      Path chromium = desk.home().resolve(".pki/nssdb");
      stores.put(new NssStore(desk, "chromium", chromium, WhenMissing.MAKE), Kind.NSS);
      Path snap = desk.home().resolve(SNAP_CHROMIUM);
      if (Files.isDirectory(snap)) {
        stores.put(new NssStore(desk, "chromium (snap)", snap, WhenMissing.LEAVE), Kind.NSS);
      }
    }
    for (Path profile : firefoxProfiles(desk.home())) {
      String name = "firefox " + profile.getFileName();
      stores.put(new NssStore(desk, name, profile, WhenMissing.LEAVE), Kind.NSS);
    }
    stores.put(new JavaStore(desk), Kind.JAVA);
  }

  private static List<Path> firefoxProfiles(Path home) {
    List<Path> profiles = new ArrayList<>();
    for (String place : FIREFOX) {
      Path folder = home.resolve(place);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> inside = Files.list(folder)) {
          inside
              .filter(profile -> Files.exists(profile.resolve("cert9.db")))
              .sorted()
              .forEach(profiles::add);
        } catch (IOException | UncheckedIOException e) {
          log.debug("{} cannot be read", folder, e); // then it is not this user's
        }
      }
    }
    return profiles;
  }

  /** Has a browser's new profile, in {@code folder}, trust the authority, if that can be done. */
  public static StoreAnswer makeProfileTrust(Desk desk, Path folder, LocalAuthority authority) {
    return new NssStore(desk, "firefox", folder, WhenMissing.MAKE).trust(authority);
  }

  /** What is asked of every store. */
  public enum Wish {
    /** To say how the authority stands; changes nothing. */
    LOOK,
    /** To trust it. */
    TRUST,
    /** To trust it no more. */
    UNTRUST
  }

  /** Asks the stores of these kinds one after the other; the answers by the stores' names. */
  public Map<String, StoreAnswer> ask(Wish wish, List<Kind> kinds, LocalAuthority authority) {
    Map<String, StoreAnswer> answers = new LinkedHashMap<>();
    stores.forEach(
        (store, kind) -> {
          if (kinds.contains(kind)) {
            answers.put(store.name(), ask(wish, store, authority));
          }
        });
    return answers;
  }

  private static StoreAnswer ask(Wish wish, TrustStore store, LocalAuthority authority) {
    return switch (wish) {
      case LOOK -> store.look(authority);
      case TRUST -> store.trust(authority);
      case UNTRUST -> store.untrust(authority);
    };
  }
}
