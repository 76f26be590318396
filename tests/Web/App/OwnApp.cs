namespace Clientele.WebTests.App;

/// <summary>An app for one class of tests that change things: as a class fixture.</summary>
public sealed class OwnApp : IAsyncLifetime
{
    private StartedApp? _app;

    internal StartedApp App => _app ?? throw new InvalidOperationException("The app was not started.");

    public async Task InitializeAsync() => _app = await StartedApp.StartAsync();

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
