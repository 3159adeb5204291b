package dev.margay.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** What is read without picocli is what picocli reads. */
class PlainArgumentsTest {
  private static List<String> words(String line) {
    return Arrays.stream(line.split(" ", -1)).filter(word -> !word.equals("_")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_",
        "site",
        "/srv/site --cleartext",
        "--cleartext site",
        "site --tls-cert a.pem --tls-key=b.pem --listen :443 --admin=127.0.0.1:0",
        "--max-age 3 site --access-log=off --access-log-format common --reuse-port",
        "site --listen=nonsense --max-age=1=2 --config ${HOME}",
      })
  void plainIsAsPicocliHasIt(String line) {
    PlainArguments plain = PlainArguments.of(words(line)).orElseThrow();
    String[] all = Stream.concat(Stream.of("serve"), words(line).stream()).toArray(String[]::new);
    ParseResult parsed = Commands.line("serve").parseArgs(all).subcommand();
    assertThat(plain.flags()).isEqualTo(SettingFlags.read(parsed));
    assertThat(plain.site())
        .isEqualTo(parsed.commandSpec().positionalParameters().get(0).<Path>getValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "site --nope",
        "site --listen",
        "site --listen ",
        "site --listen=",
        "site --listen --cleartext",
        "site --cleartext=true",
        "site --cleartext --cleartext",
        "site --max-age=-1",
        "site --access-log -",
        "site other",
        "@arguments",
        "-- site",
        "",
      })
  void whateverElseIsPicoclis(String line) {
    assertThat(PlainArguments.of(words(line))).isEmpty();
  }

  @Test
  void everySettingCanBePlain() {
    for (Setting<?> setting : SettingFlags.all()) {
      boolean text = SettingFlags.takesText(setting).orElseThrow();
      List<String> words = text ? List.of(setting.flag(), "3") : List.of(setting.flag());
      assertThat(PlainArguments.of(words).orElseThrow().flags())
          .isEqualTo(Map.of(setting, text ? "3" : "true"));
    }
  }
}
