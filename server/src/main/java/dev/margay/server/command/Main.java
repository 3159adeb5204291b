package dev.margay.server.command;

import dev.margay.server.StartFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The {@code margay} command line. */
public final class Main {
  /** Done. */
  public static final int OK = 0;

  /** Mistakes were found in what a person wrote. */
  public static final int MISTAKES = 1;

  /** It could not be done as asked. */
  public static final int REFUSED = 2;

  /** A mistake of ours, as picocli's status for it is. */
  private static final int FAILED = 1;

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    int status = run(arguments);
    System.out.flush();
    System.exit(status);
  }

  /** Runs one command and returns its status. */
  static int run(String... arguments) {
    HeadStart.begin(arguments);
    return plainServe(List.of(arguments))
        .map(Main::serve)
        .orElseGet(() -> Commands.line(arguments).execute(arguments));
  }

  private static Optional<PlainArguments> plainServe(List<String> arguments) {
    return !arguments.isEmpty() && arguments.get(0).equals(ServeCommand.NAME)
        ? PlainArguments.of(arguments.subList(1, arguments.size()))
        : Optional.empty();
  }

  private static int serve(PlainArguments arguments) {
    ServeCommand command = new ServeCommand();
    command.take(arguments);
    try {
      return command.call();
    } catch (StartFailure e) {
      return refuse(e, System.err::println);
    } catch (RuntimeException e) {
      e.printStackTrace(System.err);
      return FAILED;
    }
  }

  /** Says why it could not be done, a sentence a line. */
  static int refuse(StartFailure failure, Consumer<String> out) {
    failure.getMessage().lines().forEach(each -> out.accept("margay: " + each));
    return REFUSED;
  }
}
