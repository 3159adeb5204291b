package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  private static final String ONE_DOMAIN = "domains: {a.example: {root-dir: www}}\n";

  @TempDir Path folder;

  @BeforeEach
  void aSite() throws IOException {
    Files.createDirectory(folder.resolve("www"));
    Files.writeString(folder.resolve("page.html"), "hello");
  }

  @Test
  void aWholeFileIsRead() throws IOException {
    SiteConfig config =
        valid(
            """
            domains:
              WWW.example.com:            # a static domain
                root-dir: www
                aliases: [example.com]
                spa: true
              other.example:
                root-dir: ./www/../www
            redis: redis://127.0.0.1:6379 # optional
            max-age: 172800
            trusted-proxies: [127.0.0.0/8, '::1']
            encode-wait: 500ms
            cache-size: 2GiB
            """);

    assertThat(config.domains())
        .containsExactly(
            new StaticDomain(
                "www.example.com", folder.resolve("www"), List.of("example.com"), true),
            new StaticDomain("other.example", folder.resolve("www"), List.of(), false));
    assertThat(config.redis()).contains(URI.create("redis://127.0.0.1:6379"));
    assertThat(config.maxAge()).hasValue(172800);
    assertThat(config.trustedProxies()).hasSize(2);
    assertThat(config.encodeWait()).contains(Duration.ofMillis(500));
    assertThat(config.cacheSize()).hasValue(2L << 30);
  }

  @Test
  void whatIsLeftOutIsEmpty() throws IOException {
    SiteConfig config = valid(ONE_DOMAIN);

    assertThat(config.maxAge()).isEqualTo(OptionalLong.empty());
    assertThat(config.redis()).isEmpty();
    assertThat(config.trustedProxies()).isEmpty();
    assertThat(config.encodeWait()).isEmpty();
    assertThat(config.cacheSize()).isEmpty();
  }

  @Test
  void anchorsAreFine() throws IOException {
    SiteConfig config = valid("domains:\n  a.example: &site {root-dir: www}\n  b.example: *site\n");

    assertThat(config.domains()).extracting(StaticDomain::name).contains("a.example", "b.example");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreFine() throws IOException {
    assertThat(valid("\uFEFF" + ONE_DOMAIN.replace("\n", "\r\n")).domains()).hasSize(1);
  }

  @Test
  void allMistakesAreReportedInOrderOfLine() throws IOException {
    assertThat(
            mistakes(
                """
                redis: http://127.0.0.1
                domains:
                  www.example.com:
                    root-dri: www
                  other.example:
                    root-dir: nowhere
                    aliases: [www.example.com, other.example]
                max-age: soon
                """))
        .containsExactly(
            "margay.yaml:1: redis: a URI of the scheme \"http\" does not name a Redis; use one of redis, rediss, redis-sentinel, redis-cluster, such as redis://127.0.0.1:6379",
            "margay.yaml:4: unknown key \"root-dri\" in domain www.example.com; did you mean \"root-dir\"?",
            "margay.yaml:6: root-dir FOLDER/nowhere does not exist; create the folder or correct the path",
            "margay.yaml:7: the name www.example.com is already used at line 3; name each host once, as a domain or as an alias",
            "margay.yaml:7: the name other.example is already used at line 5; name each host once, as a domain or as an alias",
            "margay.yaml:8: max-age: \"soon\" is not a whole number of seconds from 0 to 31536000; write one, such as 172800 for two days");
  }

  @Test
  void aMistakeHasItsColumn() throws IOException {
    ConfigMistake mistake = invalid(ONE_DOMAIN + "max-age:  -1\n").get(0);

    assertThat(mistake.line()).isEqualTo(2);
    assertThat(mistake.column()).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain | did you mean \"domains\"?",
        "maxAge | did you mean \"max-age\"?",
        "trusted-proxy | did you mean \"trusted-proxies\"?",
        "root-dir | it belongs in a domain",
        "colour | the keys known here are domains, redis, max-age"
      })
  void unknownKeysAreAnsweredWithTheNearestKnown(String key, String remedy) throws IOException {
    assertThat(mistakes(ONE_DOMAIN + key + ": 1\n"))
        .singleElement()
        .asString()
        .startsWith("margay.yaml:2: unknown key \"" + key + "\"")
        .contains(remedy);
  }

  @Test
  void aTopLevelKeyInADomainIsSentWhereItBelongs() throws IOException {
    assertThat(mistakes("domains: {a.example: {root-dir: www, max-age: 1}}"))
        .containsExactly(
            "margay.yaml:1: unknown key \"max-age\" in domain a.example; it belongs at the top level, beside domains");
  }

  @Test
  void anApiDomainIsNotServedByThisVersion() throws IOException {
    assertThat(mistakes("domains:\n  api.example:\n    upstream: http://127.0.0.1:8080\n"))
        .containsExactly(
            "margay.yaml:3: domain api.example is an API domain, and API domains are not served by this version; remove the domain or serve it with another server");
  }

  @Test
  void aKeyGivenTwiceIsAMistake() throws IOException {
    assertThat(mistakes(ONE_DOMAIN + "max-age: 1\nmax-age: 2\n"))
        .containsExactly(
            "margay.yaml:3: the key \"max-age\" is already at line 2; remove one of the two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domains: {a.example: {root-dir: 12}} | root-dir is the number 12, but a text is wanted; write a folder, such as root-dir: www",
        "domains: {a.example: {root-dir: ''}} | root-dir is empty; write . for the folder of this file",
        "domains: {a.example: {root-dir: page.html}} | root-dir FOLDER/page.html is a file, not a folder; name the folder that holds it",
        "domains: {a.example: {root-dir: www, spa: yes}} | spa is the text \"yes\", but true or false is wanted; write spa: true",
        "domains: {a.example: {root-dir: www, aliases: b.example}} | aliases is the text \"b.example\", but a list is wanted; write aliases: [example.com]",
        "domains: {a.example: {root-dir: www, aliases: [1]}} | an entry of aliases is the number 1, but a text is wanted; write a host name, such as example.com",
        "domains: {a.example: {root-dir: www, aliases: ['b:80']}} | \"b:80\" has a port; write the host name alone, such as b",
        "domains: {'https://a.example/': {root-dir: www}} | \"https://a.example/\" has a scheme; write the host name alone, such as a.example",
        "domains: {'*.a.example': {root-dir: www}} | \"*.a.example\" is a wildcard, and wildcards are not supported; list each name under aliases, such as aliases: [www.a.example]",
        "domains: {a.example: www} | domain a.example is the text \"www\", but a map of keys is wanted; write a.example: {root-dir: www}",
        "domains: {a.example: } | domain a.example has no root-dir; name its folder, such as root-dir: www",
        "domains: {a.example: {}} | domain a.example has no root-dir; name its folder, such as root-dir: www",
        "domains: [a.example] | domains is a list, but a map of names is wanted; write domains: {www.example.com: {root-dir: www}}",
        "domains: {} | there are no domains; write domains: {www.example.com: {root-dir: www}}",
        "just text | the file is the text \"just text\", but a map of keys is wanted; begin it with a key, such as domains: {www.example.com: {root-dir: www}}",
      })
  void whatWasFoundIsSaidAndWhatIsWantedShown(String yaml, String sentence) throws IOException {
    assertThat(mistakes(yaml)).containsExactly("margay.yaml:1: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age: 31536001",
        "max-age: 1.5",
        "max-age: [1]",
        "max-age:",
        "trusted-proxies: [localhost]",
        "trusted-proxies: [10.0.0.0/33]",
        "trusted-proxies: 10.0.0.0/8",
        "trusted-proxies: [[]]",
        "redis: localhost",
        "encode-wait: 2",
        "cache-size: 2G",
        "[a]: b"
      })
  void eachWrongValueIsOneMistakeOnItsLine(String line) throws IOException {
    assertThat(mistakes(ONE_DOMAIN + line + '\n'))
        .singleElement()
        .asString()
        .startsWith("margay.yaml:2: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: \"x'             | 1 | the quote that opens here is not closed",
        "'a: 1\\nb: [1, 2\\nc: 3' | 2 | the list that opens here is not closed",
        "'a: {b: 1\\nc: 3'    | 1 | the map that opens here is not closed",
        "'a:\\n\\t- b'         | 2 | a tab is used for indentation",
        "'a: @b'              | 1 | put the value in quotes",
        "'a: b: c'            | 1 | a key is not expected here",
        "'a: *b'              | 1 | names an anchor that is not defined",
        "'- a\\nb: 1'         | 2 | does not continue what is above",
        "'a: 1\\n---\\nb: 2'  | 2 | a second document begins here",
        "'a: 1\\nb\\nc: 1'    | 2 | a key here has no colon",
        "'a: {}}'             | 1 | remove surplus brackets",
        "'a: !e!x b'          | 1 | not YAML here"
      })
  void syntaxErrorsAreOneSentenceWithTheLine(String yaml, int line, String words)
      throws IOException {
    assertThat(mistakes(yaml.replace("\\n", "\n").replace("\\t", "\t")))
        .singleElement()
        .asString()
        .startsWith("margay.yaml:" + line + ": ")
        .contains(words);
  }

  @Test
  void anEmptyFileAsksForADomain() throws IOException {
    assertThat(mistakes("# nothing yet\n"))
        .singleElement()
        .asString()
        .startsWith("margay.yaml: the file is empty; write at least one domain");
  }

  @Test
  void controlCharactersAreReportedAndNotShown() throws IOException {
    assertThat(mistakes("a: 1\nb: \u0007\n"))
        .containsExactly("margay.yaml:2: the text holds a control character; remove it");
    assertThat(mistakes(ONE_DOMAIN + "\"\\e[31m\": 1\n").get(0)).doesNotContain("\u001b");
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
    Path file = folder.resolve("margay.yaml");
    Files.write(file, "a: 1\nb: é\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(sentences(file))
        .containsExactly("margay.yaml:2: this is not UTF-8 text; save the file as UTF-8");
  }

  @Test
  void hostileFilesAreBounded() throws IOException {
    String bomb = "a: &a [x]\nb: [" + "*a, ".repeat(60) + "]\n";

    assertThat(mistakes(bomb)).singleElement().asString().contains("more aliases");
    assertThat(mistakes("[".repeat(100_000))).singleElement().asString().contains("32 levels deep");
    assertThat(mistakes("- ".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("32 levels deep");
    assertThat(mistakes("#".repeat(SmallFile.MAX_BYTES + 1)))
        .containsExactly(
            "margay.yaml: the file is larger than 1 MiB; check that it is the file you mean");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domains: &d {<<: *d}",
        "domains: &d {!!merge x: *d}",
        "domains: &d {? !!merge [x] : *d}",
        "domains: &d {a: 1, <<: [*d]}"
      })
  @Timeout(20)
  void mergeKeysAreRefusedBecauseOneThatMergesItselfWouldNeverEnd(String yaml) throws IOException {
    assertThat(mistakes(yaml))
        .containsExactly("margay.yaml:1: merge keys (<<) are not read; repeat the keys");
  }

  @Test
  void aRecursiveAnchorEndsInMistakes() throws IOException {
    assertThat(mistakes("domains: &d\n  a.example: *d\n")).isNotEmpty();
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    assertThat(sentences(folder.resolve("none.yaml")))
        .containsExactly("none.yaml: there is no file; correct the path or create the file");
    assertThat(sentences(folder.resolve("www")))
        .containsExactly("www: this is a folder, not a file; name the file");
  }

  @Test
  void aLinkToTheFileIsFollowed() throws IOException {
    Files.writeString(folder.resolve("real.yaml"), ONE_DOMAIN);
    Path link = Files.createSymbolicLink(folder.resolve("margay.yaml"), Path.of("real.yaml"));

    assertThat(ConfigReader.read(link)).isInstanceOf(ConfigReader.Reading.Valid.class);
  }

  @Test
  void aFileOfAnotherUserIsNamed() throws IOException {
    assumeThat(System.getProperty("user.name")).as("root may read everything").isNotEqualTo("root");
    Path file = Files.writeString(folder.resolve("margay.yaml"), ONE_DOMAIN);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

    assertThat(sentences(file))
        .containsExactly(
            "margay.yaml: this user may not read the file; change its owner or its mode");
  }

  private SiteConfig valid(String yaml) throws IOException {
    ConfigReader.Reading reading = ConfigReader.read(write(yaml));
    assertThat(reading).isInstanceOf(ConfigReader.Reading.Valid.class);
    return ((ConfigReader.Reading.Valid) reading).config();
  }

  private List<ConfigMistake> invalid(String yaml) throws IOException {
    return invalid(write(yaml));
  }

  private static List<ConfigMistake> invalid(Path file) {
    ConfigReader.Reading reading = ConfigReader.read(file);
    assertThat(reading).isInstanceOf(ConfigReader.Reading.Invalid.class);
    return ((ConfigReader.Reading.Invalid) reading).mistakes();
  }

  private List<String> mistakes(String yaml) throws IOException {
    return sentences(write(yaml));
  }

  /** The sentences without the folder's changing name. */
  private List<String> sentences(Path file) {
    return invalid(file).stream()
        .map(
            mistake ->
                mistake
                    .toString()
                    .replace(folder + "/" + file.getFileName(), "" + file.getFileName()))
        .map(sentence -> sentence.replace(folder.toString(), "FOLDER"))
        .toList();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("margay.yaml"), yaml);
  }
}
