using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Runs;

/// <summary>A queue message: one part of one stage of one run.</summary>
/// <param name="Schema">The partition of the run's row.</param>
/// <param name="Run">Run id.</param>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Part">Zero-based.</param>
/// <param name="Again">How often the part came back from the poison queue.</param>
public sealed record PartMessage(
    [property: JsonRequired] string Schema,
    [property: JsonRequired] string Run,
    [property: JsonRequired] string Stage,
    [property: JsonRequired] int Part,
    [property: JsonRequired] int Again)
{
    private const int LongestText = 2048;

    public string ToJson() => JsonSerializer.Serialize(this, RunsJson.Default.PartMessage);

    /// <exception cref="MalformedMessageException">The text is not such a message.</exception>
    public static PartMessage Parse(string text)
    {
        if (text.Length > LongestText)
        {
            throw new MalformedMessageException(text);
        }

        try
        {
            PartMessage message = JsonSerializer.Deserialize(text, RunsJson.Default.PartMessage)
                ?? throw new MalformedMessageException(text);
            return RunId.TryParse(message.Run, out _) && message.Part >= 0 && message.Again >= 0
                ? message
                : throw new MalformedMessageException(text);
        }
        catch (JsonException e)
        {
            throw new MalformedMessageException(text, e);
        }
    }
}

/// <summary>The run can't succeed, however often it is tried. The message is a sentence for the people who dropped the file.</summary>
public class RunFailedException(string message, Exception? inner = null) : Exception(message, inner);
