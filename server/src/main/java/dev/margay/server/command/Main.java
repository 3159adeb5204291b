package dev.margay.server.command;

import dev.margay.server.StartFailure;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code margay} command line. */
public final class Main {
  /** Done. */
  public static final int OK = 0;

  /** Mistakes were found in what a person wrote. */
  public static final int MISTAKES = 1;

  /** It could not be done as asked. */
  public static final int REFUSED = 2;

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    HeadStart.begin(arguments);
    int status = commandLine(arguments).execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  /**
   * The command that is asked for, or else all that are at hand: to read what one command takes is
   * a tenth of the time that a start takes.
   */
  static CommandLine commandLine(String... arguments) {
    List<ServiceLoader.Provider<Command>> providers =
        ServiceLoader.load(Command.class).stream().toList();
    List<ServiceLoader.Provider<Command>> asked =
        providers.stream()
            .filter(one -> arguments.length > 0 && name(one.type()).equals(arguments[0]))
            .toList();
    CommandLine line = new CommandLine(new Margay());
    (asked.isEmpty() ? providers : asked)
        .stream()
            .map(provider -> new CommandLine(provider.get()))
            .sorted(Comparator.comparing(CommandLine::getCommandName))
            .forEach(
                command -> {
                  addFlags(command);
                  line.addSubcommand(command);
                });
    line.setParameterExceptionHandler(Main::refuseArguments);
    line.setExecutionExceptionHandler(Main::refuseExecution);
    return line;
  }

  private static String name(Class<? extends Command> command) {
    return command.getAnnotation(CommandLine.Command.class).name();
  }

  private static void addFlags(CommandLine line) {
    if (line.getCommandSpec().userObject() instanceof SiteCommand command) {
      SettingFlags.addTo(line.getCommandSpec(), command.settings());
    }
    line.getSubcommands().values().forEach(Main::addFlags);
  }

  private static int refuseArguments(ParameterException failure, String[] arguments) {
    String sentence = failure.getMessage().lines().findFirst().orElse("unclear arguments");
    List<String> near =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    failure
        .getCommandLine()
        .getErr()
        .println("margay: " + sentence + hint + " (see " + command + " --help)");
    return REFUSED;
  }

  private static int refuseExecution(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof StartFailure) {
      failure.getMessage().lines().forEach(each -> line.getErr().println("margay: " + each));
      return REFUSED;
    }
    throw failure;
  }

  @CommandLine.Command(
      name = "margay",
      description = "An HTTP/2 server for static sites.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND")
  private static final class Margay implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"margay " + (version == null ? "(from its sources)" : version)};
    }
  }
}
