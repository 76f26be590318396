using System.Globalization;
using NCrontab;

namespace Clientele.LocalHost.Host;

/// <summary>When a timer fires: six-field NCRONTAB (seconds first), five-field crontab, or a fixed interval such as <c>00:05:00</c>. In UTC, as on Azure.</summary>
internal sealed class TimerSchedule
{
    private readonly CrontabSchedule? _crontab;
    private readonly TimeSpan _interval;

    private TimerSchedule(CrontabSchedule? crontab, TimeSpan interval)
    {
        _crontab = crontab;
        _interval = interval;
    }

    /// <exception cref="LocalHostException">The text is no schedule.</exception>
    public static TimerSchedule Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan interval) && interval > TimeSpan.Zero)
        {
            return new TimerSchedule(null, interval);
        }

        int fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        CrontabSchedule? crontab = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
        return crontab is null
            ? throw new LocalHostException($"'{text}' is not a schedule: six fields are needed, seconds first, as in '0 */5 * * * *'.")
            : new TimerSchedule(crontab, TimeSpan.Zero);
    }

    /// <summary>The first time after <paramref name="time"/>.</summary>
    public DateTimeOffset Next(DateTimeOffset time) =>
        _crontab is null ? time + _interval : new DateTimeOffset(_crontab.GetNextOccurrence(time.UtcDateTime), TimeSpan.Zero);
}
