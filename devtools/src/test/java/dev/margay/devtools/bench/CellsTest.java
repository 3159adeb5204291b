package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.server.StartFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void everyNameIsOneCells() {
    assertThat(Cells.every()).extracting(Cell::name).doesNotHaveDuplicates();
  }

  @Test
  void oneKilobyteIsAskedForWithEveryNumberOfClientsAndStreams() {
    Set<List<Integer>> pairs =
        Cells.every().stream()
            .filter(cell -> cell.shape() == Shape.STEADY && cell.protocol() == Protocol.H2)
            .filter(cell -> cell.path().equals("/photo-1k.jpg"))
            .map(cell -> List.of(cell.clients(), cell.streams()))
            .collect(Collectors.toSet());
    for (int clients : List.of(1, 10, 100)) {
      for (int streams : List.of(1, 10, 100)) {
        assertThat(pairs).contains(List.of(clients, streams));
      }
    }
  }

  @Test
  void theQuickFormIsAPartOfAll() {
    assertThat(Cells.quick()).isNotEmpty();
    assertThat(Cells.every()).containsAll(Cells.quick());
  }

  @Test
  void aNameThatIsNoCellsIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> Cells.named(List.of("1k", "2k")))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("--only: there is no cell 2k; the cells are 1k, 10k,");
  }

  @Test
  void aShareKeepsTwoRequestsAConnection() throws StartFailure {
    Cell cell = Cells.named(List.of("1k-c100-m1")).get(0);
    assertThat(cell.scaled(0.5).requests()).isEqualTo(cell.requests() / 2);
    assertThat(cell.scaled(0.0001).requests()).isEqualTo(200);
  }

  @Test
  void handshakesAreOneRequestAConnectionInEveryForm() throws StartFailure {
    Cell cell = Cells.named(List.of("handshake")).get(0);
    assertThat(cell.scaled(0.1)).isEqualTo(cell);
    assertThat(cell.requests()).isEqualTo(cell.clients());
  }
}
