package dev.margay.server.command;

import dev.margay.server.StartFailure;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of {@code margay}, as picocli reads and explains them. */
final class Commands {
  private Commands() {}

  /**
   * The command that is asked for, or else all that are at hand: to read what one command takes is
   * a tenth of the time that a start takes.
   */
  static CommandLine line(String... arguments) {
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
    line.setParameterExceptionHandler(Commands::refuseArguments);
    line.setExecutionExceptionHandler(Commands::refuseExecution);
    return line;
  }

  private static String name(Class<? extends Command> command) {
    return command.getAnnotation(CommandLine.Command.class).name();
  }

  private static void addFlags(CommandLine line) {
    if (line.getCommandSpec().userObject() instanceof SiteCommand command) {
      SettingFlags.addTo(line.getCommandSpec(), command.settings());
    }
    line.getSubcommands().values().forEach(Commands::addFlags);
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
    return Main.REFUSED;
  }

  private static int refuseExecution(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof StartFailure refused) {
      return Main.refuse(refused, line.getErr()::println);
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
