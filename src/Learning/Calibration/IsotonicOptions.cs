namespace Clientele.Learning;

/// <summary>How an <see cref="Isotonic"/> regression is fitted.</summary>
public sealed record IsotonicOptions
{
    /// <summary>Whether the curve may only rise; false: only fall.</summary>
    public bool Increasing { get; init; } = true;
}
