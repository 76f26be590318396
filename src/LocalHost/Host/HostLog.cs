namespace Clientele.LocalHost.Host;

public enum HostLogLevel
{
    Information,
    Warning,
    Error,
}

/// <summary>Receives every line that the host or the handler writes. Called from any thread.</summary>
/// <param name="source">"host", "handler" or a function's name.</param>
public delegate void HostLog(HostLogLevel level, string source, string line);
