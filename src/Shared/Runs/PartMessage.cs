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
            throw new MalformedMessageException($"The message is {text.Length} characters long; a part's message has at most {LongestText}.");
        }

        try
        {
            PartMessage message = JsonSerializer.Deserialize(text, RunsJson.Default.PartMessage)
                ?? throw new MalformedMessageException("The message is empty.");
            return RunId.TryParse(message.Run, out _) && message.Part >= 0 && message.Again >= 0
                ? message
                : throw new MalformedMessageException("The message names no run, or a part that can't be.");
        }
        catch (JsonException e)
        {
            throw new MalformedMessageException("The message is not the JSON of a part: " + e.Message, e);
        }
    }
}

/// <summary>A queue message that is not ours. It goes to the poison queue and harms nothing else.</summary>
public sealed class MalformedMessageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The run can't succeed, however often it is tried. The message is a sentence for the people who dropped the file.</summary>
public class RunFailedException(string message, Exception? inner = null) : Exception(message, inner);
