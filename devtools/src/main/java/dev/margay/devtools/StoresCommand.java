package dev.margay.devtools;

import dev.margay.devtools.authority.Desk;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.devtools.authority.StoreAnswer;
import dev.margay.devtools.authority.StoreAnswer.Standing;
import dev.margay.devtools.authority.TrustStores;
import dev.margay.devtools.authority.TrustStores.Kind;
import dev.margay.devtools.authority.TrustStores.Wish;
import dev.margay.server.command.Command;
import dev.margay.server.command.Main;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What commands on trust stores have in common: which stores, and a line for each. */
abstract class StoresCommand implements Command {
  @CommandLine.Option(
      names = "--stores",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "${env:MARGAY_STORES:-system,nss,java}",
      converter = KindName.class,
      description = "which stores: system, nss, java (all) [MARGAY_STORES]")
  private List<Kind> kinds;

  /** Reads the name of a kind in any case. */
  static final class KindName implements CommandLine.ITypeConverter<Kind> {
    @Override
    public Kind convert(String name) {
      for (Kind kind : Kind.values()) {
        if (kind.name().equalsIgnoreCase(name)) {
          return kind;
        }
      }
      throw new CommandLine.TypeConversionException(
          "there is no kind " + name + "; write system, nss or java");
    }
  }

  /**
   * Asks and tells.
   *
   * @return 0 if all stores are as wished, 1 if there is something to do by hand
   */
  final int ask(Desk desk, Wish wish, LocalAuthority authority) {
    System.out.println(authority.name() + "  " + authority.certificateFile());
    Map<String, StoreAnswer> answers = new TrustStores(desk).ask(wish, kinds, authority);
    answers.forEach(
        (store, answer) ->
            System.out.printf("  %-18s %-12s %s%n", store, word(answer), answer.text()));
    Standing wanted = wish == Wish.UNTRUST ? Standing.ABSENT : Standing.TRUSTED;
    boolean done =
        answers.values().stream()
            .map(StoreAnswer::standing)
            .allMatch(standing -> standing == wanted || standing == Standing.NO_STORE);
    return done ? Main.OK : Main.MISTAKES;
  }

  private static String word(StoreAnswer answer) {
    return switch (answer.standing()) {
      case TRUSTED -> "trusted";
      case ABSENT -> "not trusted";
      case BY_HAND -> "by hand";
      case NO_STORE -> "no store";
    };
  }
}
