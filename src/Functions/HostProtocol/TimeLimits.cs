using System.Globalization;
using Clientele.Functions.Web;

namespace Clientele.Functions.HostProtocol;

/// <summary>
/// How long each function may take. All are shorter than host.json's <c>functionTimeout</c>, at which the host kills the whole handler and with it
/// every other call in flight. Set by <c>TimeLimits__&lt;function&gt;</c>.
/// </summary>
public sealed class TimeLimits
{
    /// <summary>What is left to functionTimeout (30 minutes) is for unwinding.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, TimeSpan> _limits = new(StringComparer.Ordinal)
    {
        [nameof(PlanRun)] = TimeSpan.FromMinutes(2),
        [nameof(PlanRunOnEvent)] = TimeSpan.FromMinutes(2),
        [nameof(WorkOnPart)] = TimeSpan.FromMinutes(10),
        [nameof(PartPoisoned)] = TimeSpan.FromMinutes(2),
        [nameof(Retrain)] = TimeSpan.FromMinutes(5),
        [nameof(Watch)] = TimeSpan.FromMinutes(5),
        [nameof(Predict)] = TimeSpan.FromSeconds(20),
        [nameof(OpenApi)] = TimeSpan.FromSeconds(20),
        [nameof(Runs)] = TimeSpan.FromMinutes(1),
        [nameof(Objectives)] = TimeSpan.FromMinutes(1),
        [nameof(Segments)] = TimeSpan.FromMinutes(1),
        [nameof(Insiders)] = TimeSpan.FromMinutes(1),
        [nameof(InsidersReport)] = TimeSpan.FromMinutes(1),
        [nameof(InsidersCustomer)] = TimeSpan.FromSeconds(20),
        [nameof(Customers)] = TimeSpan.FromMinutes(1),
        [nameof(CustomersCsv)] = TimeSpan.FromMinutes(20),
        [nameof(Models)] = TimeSpan.FromMinutes(1),

        // As long as the host waits for an answer, nearly: confirming a large file waits until it is copied.
        [PageRoutes.Function] = TimeSpan.FromSeconds(210),
    };

    /// <exception cref="FormatException">A limit that is not a time, or not within bounds.</exception>
    public TimeLimits(IConfiguration configuration)
    {
        foreach (string function in _limits.Keys.ToList())
        {
            if (configuration[$"TimeLimits:{function}"] is { } text)
            {
                _limits[function] = Read(function, text, Longest);
            }
        }

        if (configuration["TimeLimits:Grace"] is { } grace)
        {
            Grace = Read(nameof(Grace), grace, LongestGrace);
        }
    }

    /// <summary>How long a call that ignores its cancellation is waited for, before it is answered without it. Set by <c>TimeLimits__Grace</c>.</summary>
    public TimeSpan Grace { get; } = TimeSpan.FromSeconds(10);

    public TimeSpan Of(string function) => _limits[function];

    private static TimeSpan Read(string name, string text, TimeSpan most) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan limit) && limit > TimeSpan.Zero && limit <= most
            ? limit
            : throw new FormatException($"The setting TimeLimits__{name}: expected hours:minutes:seconds above zero and up to {most}, found '{text}'.");
}
