/** No screen is attached to the tests' browsers: in the page, a drawing stands in for what the picker would give. */
export function installScreen(): void {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 360];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    let hue = 0;
    setInterval(() => {
      hue += 7;
      context.fillStyle = `hsl(${hue} 80% 50%)`;
      context.fillRect(0, 0, 640, 360);
      context.fillStyle = '#fff';
      context.fillRect(hue % 600, 100, 40, 40);
    }, 50);
    return canvas.captureStream(20);
  };
}
