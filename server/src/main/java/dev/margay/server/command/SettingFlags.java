package dev.margay.server.command;

import dev.margay.server.config.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that commands share: one for each setting, added to a command and read from it. */
public final class SettingFlags {
  private record Flag(Setting<?> setting, String label, String help) {}

  /** A flag without a label is a switch. */
  private static final List<Flag> FLAGS =
      List.of(
          new Flag(Setting.LISTEN, "HOST:PORT", "where visitors connect"),
          new Flag(Setting.CONFIG, "FILE", "the configuration, instead of SITE/margay.yaml"),
          new Flag(Setting.WORKING_DIR, "DIR", "the folder of the scratch folder (default: SITE)"),
          new Flag(Setting.SCRATCH_DIR_NAME, "NAME", "the scratch folder's name (.margay)"),
          new Flag(Setting.REDIS, "URI", "a Redis for locks that processes share (file locks)"),
          new Flag(Setting.DISABLE_PUSH, null, "nothing is sent ahead, and no cookie set"),
          new Flag(Setting.DISABLE_UA_CACHING, null, "browsers keep nothing"),
          new Flag(Setting.MAX_AGE, "SECONDS", "how long browsers may keep assets (172800)"),
          new Flag(Setting.TLS_CERT, "FILE", "certificate chain, PEM"),
          new Flag(Setting.TLS_KEY, "FILE", "private key, PEM (PKCS#8)"),
          new Flag(Setting.CLEARTEXT, null, "h2c and HTTP/1.1, behind a TLS terminator"),
          new Flag(Setting.REUSE_PORT, null, "several processes may share the port"),
          new Flag(Setting.ADMIN, "HOST:PORT", "metrics and health (127.0.0.1:4044)"),
          new Flag(Setting.TRUSTED_PROXIES, "RANGES", "whose X-Forwarded-For to believe"),
          new Flag(Setting.ENCODE_WAIT, "TIME", "longest wait for an encoder (2s)"),
          new Flag(Setting.CACHE_SIZE, "SIZE", "quota of the representation cache (2GiB)"),
          new Flag(Setting.ACCESS_LOG, "DEST", "-, off or a file"),
          new Flag(Setting.ACCESS_LOG_FORMAT, "FORMAT", "json or common"));

  private SettingFlags() {}

  /** Adds the flags of all of {@code settings}. */
  static void addTo(CommandSpec command, List<Setting<?>> settings) {
    for (Flag flag : FLAGS) {
      if (settings.contains(flag.setting())) {
        command.addOption(option(flag));
      }
    }
  }

  /** Every setting that has a flag. */
  public static List<Setting<?>> all() {
    return FLAGS.stream().<Setting<?>>map(Flag::setting).toList();
  }

  /** Whether {@code setting} has a flag that is followed by a text; empty if it has no flag. */
  static Optional<Boolean> takesText(Setting<?> setting) {
    return FLAGS.stream()
        .filter(flag -> flag.setting().equals(setting))
        .map(flag -> flag.label() != null)
        .findFirst();
  }

  private static OptionSpec option(Flag flag) {
    OptionSpec.Builder option =
        OptionSpec.builder(flag.setting().flag())
            .description(flag.help() + " [" + flag.setting().environmentVariable() + "]");
    return flag.label() == null
        ? option.type(boolean.class).arity("0").build()
        : option.type(String.class).arity("1").paramLabel(flag.label()).build();
  }

  /** The texts that were given with flags. */
  static Map<Setting<?>, String> read(ParseResult parsed) {
    Map<Setting<?>, String> texts = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      Setting.ofFlag(option.longestName())
          .ifPresent(setting -> texts.put(setting, String.valueOf(option.<Object>getValue())));
    }
    return texts;
  }
}
