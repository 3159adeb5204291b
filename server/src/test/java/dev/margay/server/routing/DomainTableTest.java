package dev.margay.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DomainTableTest {
  private static final Map<String, String> NAMES =
      Map.of("www.example.com", "www", "example.com", "www", "docs.example.com", "docs");

  @Test
  void aHostIsFoundInAnyCaseAndWithTheDotOfAFullName() {
    DomainTable<String> table = new DomainTable<>(NAMES, null, null);
    assertThat(table.find("www.example.com")).contains("www");
    assertThat(table.find("WWW.Example.COM")).contains("www");
    assertThat(table.find("docs.example.com.")).contains("docs");
  }

  @Test
  void anUnknownHostHasNoDomain() {
    DomainTable<String> table = new DomainTable<>(NAMES, null, null);
    assertThat(table.find("other.example.com")).isEmpty();
    assertThat(table.find("localhost")).isEmpty();
    assertThat(table.find(null)).isEmpty();
  }

  @Test
  void aPlainFolderAnswersEveryHost() {
    DomainTable<String> table = new DomainTable<>(Map.of(), "all", null);
    assertThat(table.find("anything")).contains("all");
    assertThat(table.find(null)).contains("all");
  }

  @Test
  void devloveAnswersThisMachinesNamesWithTheFirstDomain() {
    DomainTable<String> table = new DomainTable<>(NAMES, null, "www");
    assertThat(table.find("localhost")).contains("www");
    assertThat(table.find("app.localhost")).contains("www");
    assertThat(table.find("127.0.0.1")).contains("www");
    assertThat(table.find("[::1]")).contains("www");
    assertThat(table.find("localhost.example.com")).isEmpty();
  }
}
