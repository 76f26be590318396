namespace Clientele.Functions;

/// <summary>A blob was written. The host sends it at least once per version.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Name">Path inside the container.</param>
public sealed record BlobDropped(string Container, string Name);

/// <summary>A message of a queue; at least once, in any order.</summary>
public sealed record QueueMessage(string Text);

/// <summary>A moment of a schedule has come.</summary>
/// <param name="IsPastDue">Later than it should have.</param>
public sealed record TimerFired(bool IsPastDue);

/// <summary>A request from outside, authorised by the host.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Route">Values of the route's placeholders that were given.</param>
/// <param name="Query">First value of each name.</param>
/// <param name="Body">Read at most once.</param>
public sealed record HttpCall(
    string Method,
    IReadOnlyDictionary<string, string> Route,
    IReadOnlyDictionary<string, string> Query,
    Stream Body);
