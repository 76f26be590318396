using Spectre.Console;

namespace Clientele.LocalHost.Run;

/// <summary>Where people read: standard output, or standard error where standard output is for a program. Without a terminal, plain text.</summary>
internal sealed class Screen(IAnsiConsole console, bool live)
{
    public static Screen For(bool json)
    {
        bool redirected = json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            // Tables and lines must not be cut to the width of a terminal that is not there.
            console.Profile.Width = 200;
        }

        return new Screen(console, !redirected && console.Profile.Capabilities.Interactive);
    }

    /// <summary>Whether bars can be drawn and redrawn.</summary>
    public bool Live => live;

    public IAnsiConsole Terminal => console;

    public void Say(string line) => console.WriteLine(line);

    /// <summary>For what is to be copied: never broken at the terminal's width. Not while bars are drawn.</summary>
    public void SayUnbroken(string line) => console.Profile.Out.Writer.WriteLine(line);
}
